// Draws the charts of a report from the specs that the page holds. Without it the tables and the text say the same.
'use strict';
(() => {
  const root = document.documentElement;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const themes = read('themes');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const views = new Map();
  let problems = 0;

  const wanted = () => (location.hash === '#dark' ? 'dark' : location.hash === '#light' ? 'light' : system.matches ? 'dark' : 'light');

  // Facets share the width; a legend of two or three columns does not fit a telephone.
  const fitted = (spec, width) => {
    const narrow = width < 520;
    if (spec.facet) {
      const axis = 58, gap = 20;
      spec.columns = narrow ? 1 : spec.columns ?? 1;
      spec.spec.width = Math.floor((width - axis - gap * (spec.columns - 1)) / spec.columns);
    }
    if (!narrow) return spec;
    const walk = (node) => {
      if (Array.isArray(node)) node.forEach(walk);
      else if (node && typeof node === 'object') {
        if (node.orient === 'top' && 'columns' in node) node.columns = 1;
        Object.values(node).forEach(walk);
      }
    };
    const unit = spec.spec ?? spec;
    walk(unit.layer ?? []);
    walk(unit.encoding ?? {});
    return spec;
  };

  const logger = {
    level() { return this; },
    error(...args) { problems += 1; console.error(...args); return this; },
    warn(...args) { problems += 1; console.warn(...args); return this; },
    info() { return this; },
    debug() { return this; },
  };

  const draw = (figure) => {
    const place = figure.querySelector('.chart');
    const spec = fitted(read(`${figure.id}-spec`), place.clientWidth);
    views.get(figure.id)?.finalize();
    const compiled = vegaCharts.compile(spec, { config: themes[root.dataset.theme], logger }).spec;
    const view = new vegaCharts.View(vegaCharts.parse(compiled, null, { ast: true }), {
      expr: vegaCharts.expressionInterpreter,
      renderer: 'svg',
      container: place,
      logger,
      tooltip: new vegaCharts.Handler({ theme: root.dataset.theme }).call,
    });
    views.set(figure.id, view);
    view.run();
  };

  const drawAll = () => {
    for (const figure of document.querySelectorAll('figure')) {
      try {
        draw(figure);
      } catch (error) {
        problems += 1;
        console.error(error);
        figure.querySelector('.chart').textContent = 'This chart could not be drawn; its data is in the table below.';
      }
    }
    root.dataset.drawn = String(views.size);
    root.dataset.problems = String(problems);
  };

  const show = (theme) => {
    root.dataset.theme = theme;
    document.getElementById('theme').textContent = theme === 'dark' ? 'Light' : 'Dark';
    drawAll();
  };

  const addTools = () => {
    for (const figure of document.querySelectorAll('figure')) {
      const save = document.createElement('button');
      save.className = 'small tools';
      save.textContent = 'Save SVG';
      save.addEventListener('click', async () => {
        const svg = await views.get(figure.id).toSVG();
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
        link.download = `${figure.id}.svg`;
        link.click();
        URL.revokeObjectURL(link.href);
      });
      figure.prepend(save);
    }
    const button = document.getElementById('theme');
    button.hidden = false;
    button.addEventListener('click', () => show(root.dataset.theme === 'dark' ? 'light' : 'dark'));
    system.addEventListener('change', () => show(wanted()));
    let width = innerWidth;
    addEventListener('resize', () => { if (innerWidth !== width) { width = innerWidth; drawAll(); } });
    // Ink is dear: paper is light.
    let before = null;
    addEventListener('beforeprint', () => { before = root.dataset.theme; if (before === 'dark') show('light'); });
    addEventListener('afterprint', () => { if (before === 'dark') show('dark'); });
  };

  // "312 ms", "1,950", "34.9 %", "inf": a cell as a number, in base units; a text stays one.
  const units = { ms: 1e-3, s: 1, min: 60, h: 3600, d: 86400 };
  const valueOf = (cell) => {
    const text = (cell?.firstChild?.textContent ?? '').replaceAll(',', '').replaceAll('\u00a0', ' ').trim();
    const [, number, unit] = /^\$?([-−]?[\d.]+(?:e[-+]?\d+)?|inf)\s*(\S*)/.exec(text) ?? [];
    if (number === undefined) return text;
    return number === 'inf' ? Infinity : Number(number.replace('−', '-')) * (units[unit] ?? 1);
  };

  const sortBy = (table, column, head) => {
    const down = head.getAttribute('aria-sort') === 'ascending';
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const rows = [...table.tBodies[0].rows].map((row) => [valueOf(row.cells[column]), row]);
    rows.sort(([a], [b]) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b))));
    if (down) rows.reverse();
    table.tBodies[0].append(...rows.map(([, row]) => row));
  };

  const makeSortable = (table) => {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      button.append(...head.childNodes);
      button.addEventListener('click', () => sortBy(table, column, head));
      head.append(button);
    });
  };

  addTools();
  document.querySelectorAll('table.sortable').forEach(makeSortable);
  show(wanted());
})();
