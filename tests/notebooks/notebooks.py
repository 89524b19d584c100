#!/usr/bin/env python3
"""Runs notebooks from their first cell to their last and compares what they print with what is kept in them.

    python3 tests/notebooks/notebooks.py PROGRAM [NAME ...]            fails if a cell fails or prints something else
    python3 tests/notebooks/notebooks.py PROGRAM [NAME ...] --write    keeps the new outputs; review the difference

What is compared is text: printed lines and frames. Of a chart there must be an SVG. What a script draws is not kept:
it holds a megabyte of library, and code hosts show the SVG.
"""

import difflib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

NOTEBOOKS = pathlib.Path(__file__).resolve().parents[2] / "notebooks"
LARGEST = 500_000  # [bytes]


def executed(notebook, program):
    """The notebook with fresh outputs; None if a cell fails, which has been said then."""
    nbconvert = shutil.which("jupyter-nbconvert")
    with tempfile.TemporaryDirectory() as folder:
        command = [nbconvert, "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=300", "--log-level=WARN",
                   "--output-dir", folder, notebook.name]
        done = subprocess.run(command, cwd=NOTEBOOKS, env={**os.environ, "BUSYHOUR": program, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}, check=False)
        if done.returncode != 0:
            return None
        return json.loads(pathlib.Path(folder, notebook.name).read_text(encoding="utf-8"))


def kept(notebook):
    """The notebook as it is committed: nothing of the machine on which it ran."""
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            output.pop("metadata", None)
            if output["output_type"] in ("display_data", "execute_result"):
                output["metadata"] = {}
            if "<script" in "".join(output.get("data", {}).get("text/html", [])):
                output["data"].pop("text/html", None)
    notebook["metadata"] = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                            "language_info": {"name": "python"}}
    return notebook


def text_of(notebook):
    """The lines that the cells print, one after the other."""
    lines = []
    for number, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            lines.append(f"--- cell {number}: {', '.join(sorted(data.keys() - {'text/html'})) or output['output_type']}")
            text = output.get("text", data.get("text/plain", []))
            lines += ("".join(text) if isinstance(text, list) else text).splitlines()
    return lines


def differs(notebook, now):
    """Says how the outputs differ from what is kept. Answers whether they do."""
    before = text_of(json.loads(notebook.read_text(encoding="utf-8")))
    difference = list(difflib.unified_diff(before, text_of(now), "kept", "now", lineterm="", n=1))
    for line in difference:
        print(f"{notebook.name}: {line}")
    return bool(difference)


def main(program, *names):
    write = "--write" in names
    names = [name for name in names if name != "--write"]
    wrong = 0
    notebooks = [n for n in sorted(NOTEBOOKS.glob("*.ipynb")) if not names or n.stem in names]
    for notebook in notebooks:
        now = executed(notebook, str(pathlib.Path(program).resolve()))
        if now is None:
            wrong += 1
            continue
        now = kept(now)
        text = json.dumps(now, indent=1, ensure_ascii=False) + "\n"
        if write:
            notebook.write_text(text, encoding="utf-8")
        elif differs(notebook, now):
            wrong += 1
        if len(text.encode()) > LARGEST:
            print(f"{notebook.name}: {len(text.encode())} bytes, more than {LARGEST}")
            wrong += 1
    print(f"{len(notebooks)} notebooks, {wrong} wrong")
    return 1 if wrong or not notebooks else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
