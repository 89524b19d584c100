#!/usr/bin/env python3
"""Runs notebooks from their first cell to their last and compares what they print with what is kept in them.

    python3 tests/notebooks/notebooks.py PROGRAM [NAME ...]            fails if a cell fails or prints something else
    python3 tests/notebooks/notebooks.py PROGRAM [NAME ...] --write    keeps the new outputs; review the difference

What is compared is text: printed lines, frames and what a chart says in words. Of a chart only an SVG is kept, which code hosts show; the
script that draws it in a notebook brings a megabyte of library. The SVG is the program's, or, if it has none of a chart, what Chromium draws.
"""

import difflib
import json
import os
import pathlib
import re
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


def scripted(notebook):
    """The data of outputs that a script draws."""
    return [output["data"] for cell in notebook["cells"] for output in cell.get("outputs", [])
            if "<script" in "".join(output.get("data", {}).get("text/html", []))]


def draw(outputs):
    """Gives each of them the SVG that a browser makes of it, unless it has one."""
    pages = ["".join(data["text/html"]) for data in outputs]
    if all("image/svg+xml" in data for data in outputs):
        return
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder, "page.html")
        page.write_text("<!doctype html><meta charset=utf-8><body>" + "".join(pages), encoding="utf-8")
        done = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=10000",
                               "--dump-dom", page.as_uri()], capture_output=True, text=True, check=True)
    drawn = re.findall(r'<div id="(busyhour-\d+-\d+)"[^>]*>(<svg.*?</svg>)', done.stdout, re.S)
    by_name = {name: svg.replace("&nbsp;", "&#160;") for name, svg in drawn}
    for data, text in zip(outputs, pages):
        data.setdefault("image/svg+xml", by_name[re.search(r'<div id="([^"]*)"', text).group(1)])


def kept(notebook):
    """The notebook as it is committed: nothing of the machine on which it ran, no scripts."""
    for data in scripted(notebook):
        data.pop("text/html")
    for cell in notebook["cells"]:
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            output.pop("metadata", None)
            if output["output_type"] in ("display_data", "execute_result"):
                output["metadata"] = {}
    notebook["metadata"] = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
                            "language_info": {"name": "python"}}
    return notebook


def text_of(notebook):
    """The lines that the cells print, one after the other."""
    lines = []
    for number, cell in enumerate(notebook["cells"]):
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            lines.append(f"--- cell {number}: {output['output_type']}")
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
        if write:
            draw(scripted(now))
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
