#!/usr/bin/env python3
"""Charts against Vega-Lite's JSON Schema: spec_schema.py SCHEMA SPEC.json ... prints what is wrong; 77: cannot look."""

import json
import sys

try:
    from jsonschema import Draft7Validator
except ImportError:
    print('skipped: python3-jsonschema is not installed')
    sys.exit(77)


def reason(error):
    """The deepest complaint of the branch that came furthest: the schema is one large anyOf."""
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return f'{"/".join(map(str, error.absolute_path))}: {error.message[:200]}'


def main(schema, specs):
    with open(schema, encoding='utf-8') as file:
        validator = Draft7Validator(json.load(file))
    wrong = 0
    for spec in specs:
        with open(spec, encoding='utf-8') as file:
            for error in validator.iter_errors(json.load(file)):
                print(f'{spec}: {reason(error)}')
                wrong += 1
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1], sys.argv[2:]))
