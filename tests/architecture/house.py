#!/usr/bin/env python3
"""The rules of the house that a machine can check: the order of the rooms, what stays out of which room, the rules for
coroutines (each from a failure of GCC 12 or Clang), the length of files. `house.py ROOT` prints what breaks them."""

import pathlib
import posixpath
import re
import shutil
import subprocess
import sys

import source

ROOMS = ['base', 'kernel', 'random', 'stats', 'model', 'scenario', 'theory', 'experiment', 'report', 'cli', 'python']
DOORS = ('cli', 'python')  # ways in: both see all the others, and nobody sees them
TOP_LEVEL = {'CMakeLists.txt', 'sim', 'scenarios', 'include', 'tests', 'notebooks', 'README.md', 'CMakePresets.json',
             'pyproject.toml', '.clang-format', '.clang-tidy', '.ci', '.gitignore', '.gitattributes', 'LICENSE',
             'CHANGELOG.md', 'busyhour'}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40  # [lines]
VENDORED = 'sim/report/vega/'
TRAPS_ON_PURPOSE = 'tests/kernel/'  # proves that the kernel refuses what GCC 12 gets wrong


class File:
    """One source file: where it stands in the house, and its text with and without comments."""

    def __init__(self, path, text):
        self.path, self.text, self.code = path, text, source.blanked(text)
        parts = path.split('/')
        self.top = parts[0]
        inner = parts[2:-1] if path.startswith('include/busyhour/') else parts[1:-1]
        self.room = inner[0] if inner and inner[0] in ROOMS else None

    def stands_before(self, room):
        return self.room is not None and ROOMS.index(self.room) < ROOMS.index(room)

    def includes(self):
        """(line, name, whether in quotes) of every #include outside comments."""
        for m in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', self.text, re.M):
            if self.code[m.start():m.start(1)].strip():
                yield source.line_of(self.text, m.start()), m.group(2), m.group(1) == '"'

    def found(self, pattern):
        for m in re.finditer(pattern, self.code):
            yield source.line_of(self.code, m.start()), m


def room_order(f):
    for line, name, quoted in f.includes():
        inner = re.match(r'busyhour/(\w+)/', name)
        if f.room and inner and inner.group(1) not in ROOMS:
            yield line, f'there is no room {inner.group(1)}'
        elif f.room and inner and ROOMS.index(inner.group(1)) > ROOMS.index(f.room):
            yield line, f'{f.room} may not include {inner.group(1)}, which stands to its right'
        elif f.room and inner and inner.group(1) in DOORS and inner.group(1) != f.room:
            yield line, f'{f.room} may not include {inner.group(1)}, which is another way in'
        elif f.top == 'include' and quoted and not inner:
            yield line, f'a public header includes others as "busyhour/<room>/...", not {name}'
        elif f.top == 'sim' and quoted and not inner:
            target = posixpath.normpath(posixpath.join(posixpath.dirname(f.path), name))
            if not target.startswith(f'sim/{f.room}/'):
                yield line, f'{name} belongs to another room'


def heavy_headers(f):
    for line, name, _ in f.includes():
        if f.top == 'include' and re.match(r'nlohmann/|yaml-cpp/|CLI/', name):
            yield line, f'{name} stays out of public headers: it costs seconds a unit'
        if f.top == 'sim' and name.startswith('CLI/') and f.room != 'cli':
            yield line, 'only the command line knows CLI11'
        if f.top in ('include', 'sim') and re.match(r'nanobind/|Python\.h', name) and f.room != 'python':
            yield line, 'only the bindings know Python'


def no_virtual(f):
    if f.top in ('include', 'sim') and f.room == 'model':
        for line, _ in f.found(r'\bvirtual\b'):
            yield line, 'policies are values: nothing is virtual in the model'


def determinism(f):
    if f.top not in ('include', 'sim'):
        return
    for line, name, _ in f.includes():
        if name == 'random':
            yield line, '<random> gives other numbers with another standard library: use the room random'
    for line, m in f.found(r'\brandom_device\b|\bmt19937(?:_64)?\b|\bs?rand\s*\('):
        yield line, f'{m.group().rstrip("( ")}: every draw has a place, see the room random'
    if f.stands_before('experiment'):
        for line, m in f.found(r'\b(?:system|steady|high_resolution|utc|file)_clock\b|\bclock_gettime\b'
                               r'|\bgettimeofday\b|\bstd::time\s*\(|\btime\s*\(\s*(?:NULL|nullptr|0)\s*\)'
                               r'|\bclock\s*\(\s*\)'):
            yield line, f'{m.group().rstrip("( ")}: a run knows only simulated time'


def silence(f):
    if f.top in ('include', 'sim') and f.room != 'cli':
        for line, m in f.found(r'\bstd::c(?:out|err|log)\b|\b(?:std::)?(?:printf|puts|putchar)\s*\(|\bfmt::print\s*\('):
            yield line, f'{m.group().rstrip("( ")}: the library prints nothing'


def opening_words(f):
    if f.top == 'include':
        lines = f.text.split('\n')
        if lines[0] != '#pragma once':
            yield 1, 'a header begins with #pragma once'
        elif not lines[1].startswith('/// '):
            yield 2, 'a header says first, after ///, what the thing is'


def awaited_temporaries(f):
    """Instants and durations are numbers with a constructor: they may be built there."""
    for line, m in f.found(r'\bco_await\b'):
        if '{' in re.sub(r'\b(?:TimePoint|Duration)\{', '', f.code[m.end():source.operand_end(f.code, m.end())]):
            yield line, 'name what you await with: GCC 12 destroys twice what is built within a co_await expression'


def awaited_bindings(f):
    for line, _ in f.found(r'\bauto\s*(?:const\s*)?&{0,2}\s*\[[^\]]*\]\s*=?\s*[({]?\s*co_await\b'):
        yield line, 'name what co_await gives, then take it apart: structured bindings of it leak on some compilers'


def awaited_choices(f):
    for line, m in f.found(r'\bco_await\b'):
        begin = max(f.code.rfind(c, 0, m.start()) for c in ';{}') + 1
        end = source.operand_end(f.code, m.end())
        if '?' in f.code[begin:m.start()] or f.code[end:end + 1] == '?':
            yield line, 'no co_await within ?: (Clang destroys the wrong branch); write an if'


def awaited_conditions(f):
    for line, m in f.found(r'\b(?:if|while|switch|for)\s*(?:constexpr\s*)?(\()'):
        inside = f.code[m.start(1) + 1:source.closing(f.code, m.start(1))]
        if m.group().startswith('for'):
            inside = (inside.split(';') + ['', ''])[1]
        if re.search(r'\bco_await\b', inside):
            yield line, 'no co_await within a condition (GCC 12 builds it wrong): name what it gives first'


def capturing_coroutines(f):
    bodies = list(source.lambdas(f.code))
    guilty = set()
    for _, m in f.found(r'\bco_(?:await|return|yield)\b'):
        around = [b for b in bodies if b[1] < m.start() < b[2]]
        if around and max(around, key=lambda b: b[1])[0]:
            guilty.add(max(around, key=lambda b: b[1])[1])
    for opening in sorted(guilty):
        yield source.line_of(f.code, opening), 'a lambda that is a coroutine captures nothing: it outlives its captures'


def borrowed_parameters(f):
    """A story outlives the expression that begins it; a task does not, but what is moved into it must be its own."""
    for line, m in f.found(r'\b(Process|Task<[^;{}()]*>)\s+(?:\w+::)*\w+\s*(\()'):
        for parameter in source.arguments(f.code, m.start(2)):
            if '&&' in parameter:
                yield line, f'a coroutine takes `{parameter}` by value'
            elif m.group(1) == 'Process' and re.match(r'(?:std::)?(?:string_view|span)\b', parameter):
                yield line, f'a story takes no view: `{parameter}` may be gone when it goes on'
            elif m.group(1) == 'Process' and re.match(r'const\b.*&|.*\bconst\s*&', parameter) and not re.search(
                    r'Config\s*&', parameter):
                yield line, f'a story takes `{parameter}` by value: a temporary would be gone when it goes on'


def file_length(f):
    lines = f.text.count('\n')
    if f.top in ('include', 'sim') and lines > LONGEST_FILE:
        yield LONGEST_FILE + 1, f'{lines} lines: a file has at most {LONGEST_FILE}'


COROUTINES = [awaited_temporaries, awaited_bindings, awaited_choices, awaited_conditions, capturing_coroutines,
              borrowed_parameters]
RULES = [room_order, heavy_headers, no_virtual, determinism, silence, opening_words, file_length] + COROUTINES


def broken(f):
    """(line, rule, message) of each rule that a file breaks."""
    for rule in RULES:
        if rule in COROUTINES and f.path.startswith(TRAPS_ON_PURPOSE):
            continue
        for line, message in rule(f):
            yield line, rule.__name__, message


def long_functions(f):
    return [(name, line, n) for name, line, n in source.functions(f.code) if n > LONGEST_FUNCTION]


def files(root):
    for top in ('include', 'sim', 'tests'):
        for path in sorted((root / top).rglob('*')):
            name = path.relative_to(root).as_posix()
            if path.suffix in ('.hpp', '.cpp') and not name.startswith(VENDORED):
                yield File(name, path.read_text(encoding='utf-8'))


def strangers(root):
    """Names at the top that the house does not have. Only what is under version control counts."""
    if not shutil.which('git'):
        return []
    listed = subprocess.run(['git', '-C', str(root), 'ls-files', '-z'], capture_output=True, check=False)
    names = {name.split('/')[0] for name in listed.stdout.decode().split('\0') if name}
    return sorted(names - TOP_LEVEL)


def main(root):
    bad = [f'{name}: not at the top level' for name in strangers(root)]
    count = 0
    for f in files(root):
        count += 1
        bad += [f'{f.path}:{line}: {message} [{rule}]' for line, rule, message in broken(f)]
        for name, line, n in long_functions(f):
            print(f'{f.path}:{line}: note: {name} has {n} lines, more than {LONGEST_FUNCTION}')
    for text in bad:
        print(text)
    print(f'{count} files, {len(bad)} broken rules')
    return 1 if bad or count == 0 else 0


if __name__ == '__main__':
    sys.exit(main(pathlib.Path(sys.argv[1])))
