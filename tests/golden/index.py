"""The index of the library, scenarios/README.md, made from the scenarios and their golden results: one line each with the
question, the answer and the command."""
import json
import re

HEAD = """# The library

Every file here runs as it is and answers one question; its golden result stands beside it (`<name>.golden.json`). Start from the
one that is nearest to your account, change what you know better (`--set path=value`, or a file of your own that `extends` it), and
run it:

    ./busyhour run scenarios/{example} --html report.html

The comments at the head of each file name the vendor's page (`source`), the day it was read (`as_of`) and what is assumed: how long
a request holds its slot is published by nobody. The answers below hold under these assumptions. This page is written by
`python3 tests/golden/golden.py PROGRAM --write`.
"""
UNITS = {'time': ((3600, 'h'), (60, 'min'), (1, 's'), (0.001, 'ms'))}


def top_level(text, key):
    """The text of a key that stands at the beginning of a line; scenarios keep these on one line."""
    found = re.search(rf'^{key}: (.*)$', text, re.M)
    return found.group(1).strip().strip('"\'') if found else ''


def number(x, digits=3):
    text = f'{x:.{digits}g}'
    return f'{float(text):,.0f}' if abs(x) >= 1000 else text if 'e' not in text else f'{float(text):f}'.rstrip('0').rstrip('.')


def quantity(x, bound):
    """A value in base units, written as the rule's bound is."""
    if x in ('inf', '-inf', None):
        return 'never' if x == 'inf' else 'undefined'
    if bound.endswith('%'):
        return f'{number(100 * x)}%'
    if bound.startswith('$'):
        return f'${x:,.2f}'
    if re.search(r'\d\s*(ns|us|ms|s|min|h|d)$', bound):
        size, unit = next((u for u in UNITS['time'] if abs(x) >= u[0]), UNITS['time'][-1])
        return f'{number(x / size)} {unit}'
    return number(x)


def answer(golden):
    """What each rule came to, or what was measured where there is no rule."""
    rules = golden['result']['slo']
    if not rules:
        metric = golden['result']['metrics']['first_attempt_rejected']
        return f"first_attempt_rejected is {quantity(metric['estimate'], '%')}"
    said = []
    for rule in rules:
        subject, bound = re.split(r'\s*[<>]=?\s*(?=[^<>]*$)', rule['rule'], maxsplit=1)
        said.append(f"{rule['verdict']}: {subject} is {quantity(rule['estimate'], bound)} (`{rule['rule']}`)")
    return '; '.join(said)


def judged(claims):
    """What each claim came to."""
    return '; '.join(f"{c['name']} {c['verdict'].replace('_', ' ')}"
                     + (f": {c['condition']}" if c['condition'] else '')
                     + f" (`{'`, `'.join(c['expect'])}`)" for c in claims)


def table(folder, files):
    lines = [f'\n## {folder}\n', '| run | question | answer |', '|---|---|---|']
    for scenario in files:
        text = scenario.read_text()
        golden = json.loads(scenario.with_suffix('.golden.json').read_text())
        claims = golden['result'].get('claims')
        question = top_level(text, 'name') if claims else top_level(text, 'about') or top_level(text, 'name')
        command = f"`./busyhour {'claims' if claims else 'run'} scenarios/{folder}/{scenario.name}`"
        said = judged(claims) if claims else answer(golden)
        lines.append(f'| {command} | {question} | {said} |'.replace('|  |', '| |'))
    return '\n'.join(lines) + '\n'


def index(root, scenarios):
    """The whole page; `scenarios` are those whose golden results exist."""
    folders = {}
    for scenario in scenarios:
        folders.setdefault(scenario.relative_to(root).parent.as_posix(), []).append(scenario)
    example = 'waves/four-on-one-slot.yaml'
    return HEAD.format(example=example) + ''.join(table(f, files) for f, files in sorted(folders.items()))
