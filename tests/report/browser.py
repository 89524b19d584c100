#!/usr/bin/env python3
"""Opens pages in headless Chromium through chromedriver and looks at them as a reader would.

    browser.py [--shots DIR] PAGE...

Every page is opened light, dark and 388 px wide, and with scripts off. With --shots a picture of each goes to DIR. Prints
one line per defect: a console message, a request that leaves the page, a chart without marks, labels that overlap or are
cut, a page wider than the window, a missing verdict, a legend, a slider or a sortable column that does nothing, a picture
of a chart that is missing where scripts are off. Exit codes: 0 no defect, 1 defects, 77 there is no browser to ask.
Standard library only.
"""
import base64
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SKIPPED = 77
LOOKS = ((1020, "light"), (1020, "dark"), (388, "light"))
FLAGS = ("--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
         "--disable-component-update --disable-sync --hide-scrollbars --force-device-scale-factor=1").split()

# What the page says about itself once its charts are drawn.
INSPECT = r"""
const gone = (e) => e.closest('[opacity="0"], [style*="opacity: 0"], [style*="display: none"]');
const charts = [...document.querySelectorAll('figure')].map((figure) => {
  const svg = figure.querySelector('.chart svg');
  if (!svg) return {id: figure.id, marks: 0, defects: ['no svg']};
  const marks = [...svg.querySelectorAll('.role-mark path, .role-mark line, .role-mark rect, .role-mark text')]
      .filter((e) => { const b = e.getBoundingClientRect(); return b.width > 0 || b.height > 0; });
  const frame = svg.getBoundingClientRect();
  const defects = [];
  const texts = [...svg.querySelectorAll('text')].filter((e) => e.textContent.trim() && !gone(e) && e.getBoundingClientRect().width > 0);
  const boxes = texts.map((e) => ({text: e.textContent, box: e.getBoundingClientRect()}));
  for (const {text, box} of boxes)
    if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
      defects.push(`label "${text}" is cut`);
  for (let i = 0; i < boxes.length; i++)
    for (let k = i + 1; k < boxes.length; k++) {
      const a = boxes[i].box, b = boxes[k].box;
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      const halo = boxes[i].text === boxes[k].text && Math.abs(a.left - b.left) < 1;
      if (wide > 1 && high > 2 && !halo) defects.push(`labels "${boxes[i].text}" and "${boxes[k].text}" overlap`);
    }
  for (const legend of svg.querySelectorAll('.role-legend'))
    if (!legend.querySelector('.role-legend-label text')) defects.push('empty legend');
  return {id: figure.id, marks: marks.length, label: svg.parentNode.closest('[aria-label]')?.getAttribute('aria-label') || '', defects};
});
return JSON.stringify({
  title: document.title,
  text: document.querySelector('main').innerText,
  verdict: (document.querySelector('.verdict') || {}).innerText || '',
  theme: document.documentElement.dataset.theme,
  problems: document.documentElement.dataset.problems,
  background: getComputedStyle(document.body).backgroundColor,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  widest: [...document.querySelectorAll('main *')].filter((e) => !e.closest('.scroll, pre, svg') || e.matches('.scroll, pre'))
      .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
      .slice(-1).map((e) => `${e.tagName} ${e.className} ${e.textContent.slice(0, 40)}`)[0] || '',
  height: document.documentElement.scrollHeight,
  loaded: performance.getEntriesByType('resource').map((r) => r.name).filter((n) => !n.startsWith('data:')),
  injected: document.querySelectorAll('main img, main iframe, main script, main object').length,
  charts,
});
"""


# What a hand does on the page; each act must change what is drawn.
TOUCH = r"""
const done = arguments[arguments.length - 1];
const pause = () => new Promise((go) => setTimeout(go, 120));
(async () => {
  const defects = [];
  for (const figure of document.querySelectorAll('figure')) {
    const spec = document.getElementById(`${figure.id}-spec`).textContent;
    const drawn = () => figure.querySelector('.chart svg')?.outerHTML;
    const symbol = figure.querySelector('.role-legend-symbol path, .role-legend-symbol line');
    if (spec.includes('"bind":"legend"') && figure.querySelectorAll('.role-legend-label text').length > 1) {
      const before = drawn();
      symbol?.dispatchEvent(new MouseEvent('click', {bubbles: true}));
      await pause();
      if (drawn() === before) defects.push(`${figure.id}: the legend does not filter`);
    }
    const sliders = figure.querySelectorAll('input[type=range]');
    if (spec.includes('"input":"range"') && !sliders.length) defects.push(`${figure.id}: a slider is missing`);
    for (const slider of sliders) {
      const before = drawn();
      const changed = [slider.min, slider.max].some((end) => end !== slider.value);
      slider.value = slider.value === slider.max ? slider.min : slider.max;
      slider.dispatchEvent(new Event('input', {bubbles: true}));
      await pause();
      if (changed && drawn() === before) defects.push(`${figure.id}: slider ${slider.name} moves nothing`);
    }
  }
  for (const table of document.querySelectorAll('table.sortable')) {
    const order = () => [...table.tBodies[0].rows].map((row) => row.textContent).join('|');
    const button = table.tHead.rows[0].cells[0].querySelector('button');
    button?.click();
    const up = order();
    button?.click();
    if (table.tBodies[0].rows.length > 1 && order() === up) defects.push('a column does not sort');
  }
  done(JSON.stringify(defects));
})();
"""


class Browser:
    def __init__(self, driver, chromium, folder):
        with open(os.path.join(folder, "driver.log"), "wb") as log:
            self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, stderr=log)
        self.session = None
        port = None
        for line in self.process.stdout:
            match = re.search(rb"successfully on port (\d+)", line)
            if match:
                port = int(match.group(1))
                break
        self.base = f"http://127.0.0.1:{port}"
        options = {"binary": chromium, "args": FLAGS + [f"--user-data-dir={os.path.join(folder, 'profile')}"]}
        wanted = {"alwaysMatch": {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}
        self.session = self.call("POST", "/session", {"capabilities": wanted})["sessionId"]

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=90) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(error.read().decode(errors="replace")[:600]) from None

    def ask(self, path, body=None, method="POST"):
        return self.call(method, f"/session/{self.session}{path}", body)

    def tell(self, command, **params):
        return self.ask("/goog/cdp/execute", {"cmd": command, "params": params})

    def run(self, script):
        return self.ask("/execute/sync", {"script": script, "args": []})

    def log(self, kind):
        return self.ask("/se/log", {"type": kind})

    def close(self):
        try:
            if self.session:
                self.call("DELETE", f"/session/{self.session}")
        finally:
            self.process.terminate()
            self.process.wait(timeout=20)


def left_the_page(entries):
    for entry in entries:
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith(("file:", "data:", "blob:", "chrome:", "about:")):
                yield url


def look(browser, page, width, theme, shots):
    """Defects of one page at one width in one theme."""
    browser.tell("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
    browser.tell("Emulation.setEmulatedMedia", media="screen", features=[{"name": "prefers-color-scheme", "value": theme}])
    browser.log("browser"), browser.log("performance")
    browser.ask("/url", {"url": "file://" + os.path.abspath(page)})
    end = time.monotonic() + 60
    while not browser.run("return document.documentElement.dataset.drawn || ''") and time.monotonic() < end:
        time.sleep(0.05)
    seen = json.loads(browser.run(INSPECT))
    if shots:
        browser.tell("Emulation.setDeviceMetricsOverride", width=width, height=min(seen["height"], 9000), deviceScaleFactor=1, mobile=False)
        save(browser, shots, f"{os.path.splitext(os.path.basename(page))[0]}-{theme}-{width}.png")
    defects = [f"console: {entry['message']}" for entry in browser.log("browser")]
    defects += [f"request: {url}" for url in left_the_page(browser.log("performance"))]
    defects += [f"loaded: {name}" for name in seen["loaded"]]
    defects += [f"{chart['id']}: {defect}" for chart in seen["charts"] for defect in chart["defects"]]
    defects += [f"{chart['id']}: no marks" for chart in seen["charts"] if chart["marks"] == 0]
    defects += [f"{chart['id']}: nothing for screen readers" for chart in seen["charts"] if not chart.get("label")]
    if seen["overflow"] > 0:
        defects.append(f"{seen['overflow']} px wider than the window: {seen['widest']}")
    if seen["theme"] != theme:
        defects.append(f"theme {seen['theme']} instead of {theme}")
    if seen["problems"] != "0":
        defects.append(f"{seen['problems']} problems while drawing")
    if seen["injected"]:
        defects.append(f"{seen['injected']} elements that no report has")
    word = seen["title"].split(":")[0]
    if not word or word.upper() != word or word not in seen["verdict"]:
        defects.append(f"verdict missing: title {seen['title']!r}, banner {seen['verdict']!r}")
    return [f"{os.path.basename(page)} {theme} {width}: {defect}" for defect in defects], seen


def toggle(browser, page, seen):
    """The button changes the theme and draws again."""
    browser.run("document.getElementById('theme').click()")
    again = json.loads(browser.run(INSPECT))
    drawn = all(chart["marks"] > 0 for chart in again["charts"])
    if again["theme"] == seen["theme"] or again["background"] == seen["background"] or not drawn:
        return [f"{os.path.basename(page)}: the theme button does not work"]
    return []


def touch(browser, page):
    """Legends filter, sliders move something, columns sort."""
    said = json.loads(browser.ask("/execute/async", {"script": TOUCH, "args": []}))
    return [f"{os.path.basename(page)}: {defect}" for defect in said]


# What of the charts is there though no script has run: how many figures, and the pictures in them that can be seen.
PICTURES = r"""
const figures = [...document.querySelectorAll('figure')];
const seen = (e) => { const b = e.getBoundingClientRect(); return b.width > 100 && b.height > 20; };
const odd = (e) => [...e.querySelectorAll('[fill], [stroke]')].filter((mark) => /NaN|undefined/.test(mark.outerHTML)).length;
const drawn = figures.map((f) => f.querySelector('.chart svg')).filter((svg) => svg && seen(svg));
return JSON.stringify({figures: figures.length, pictures: drawn.length, odd: drawn.reduce((n, svg) => n + odd(svg), 0),
                       black: drawn.filter((svg) => getComputedStyle(svg.querySelector('rect[fill]')).fill === 'rgb(0, 0, 0)').length,
                       overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth});
"""


def pictures(browser, page, shots):
    """Charts are there as pictures, if the page has any; a page that would be heavy may lack some."""
    seen = json.loads(browser.run(PICTURES))
    name = os.path.basename(page)
    defects = []
    if 0 < seen["pictures"] < seen["figures"] and os.path.getsize(page) < 1_300_000:
        defects.append(f"{name}: {seen['pictures']} pictures of {seen['figures']} charts")
    if seen["odd"] or seen["black"] or seen["overflow"] > 0:
        defects.append(f"{name} without scripts: {seen}")
    if shots and seen["pictures"]:
        save(browser, shots, f"{os.path.splitext(name)[0]}-without-scripts.png")
    return defects


def save(browser, shots, name):
    with open(os.path.join(shots, name), "wb") as file:
        file.write(base64.b64decode(browser.ask("/screenshot", method="GET")))


def without_scripts(browser, page, shots):
    """The words and the tables remain, and pictures of the charts."""
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    browser.ask("/url", {"url": "file://" + os.path.abspath(page)})
    element = browser.ask("/element", {"using": "css selector", "value": "main"})
    text = browser.ask(f"/element/{next(iter(element.values()))}/text", method="GET")
    title = browser.ask("/title", method="GET").split(":")[0]
    browser.tell("Emulation.setScriptExecutionDisabled", value=False)
    defects = pictures(browser, page, shots)
    if "Data table" in text and "Scripts are off" not in text:
        defects.append(f"{os.path.basename(page)}: no word that scripts are off")
    if not title or title not in text:
        defects.append(f"{os.path.basename(page)}: no verdict without scripts")
    return defects


def main(arguments):
    shots = arguments.pop(1 + arguments.index("--shots")) if "--shots" in arguments else None
    pages = [a for a in arguments if a != "--shots"]
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not driver or not chromium:
        print("skipped: chromium and chromedriver are not installed")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        browser = None
        try:
            browser = Browser(driver, chromium, folder)
        except (OSError, RuntimeError, ValueError) as error:
            print(f"skipped: the browser does not start here: {error}")
            return SKIPPED
        defects = []
        try:
            for page in pages:
                for width, theme in LOOKS:
                    found, seen = look(browser, page, width, theme, shots)
                    defects += found
                defects += touch(browser, page)
                defects += toggle(browser, page, seen)
                defects += without_scripts(browser, page, shots)
        finally:
            browser.close()
    for defect in defects:
        print(defect)
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
