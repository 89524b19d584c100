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

  // --- a spec made to fit so many pixels ---

  const pen = document.createElement('canvas').getContext('2d');
  const wide = (text, font) => { pen.font = `${font} system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif`; return pen.measureText(text).width; };
  const label = '11px', title = '600 12px', key = '11.5px';

  // In lines of at most so many pixels; a word that is longer than a line is cut by the drawing.
  const wrapped = (text, pixels, font) => {
    const lines = [];
    for (const word of text.split(' '))
      if (lines.length && wide(`${lines.at(-1)} ${word}`, font) <= pixels) lines[lines.length - 1] += ` ${word}`;
      else lines.push(word);
    return lines.length > 1 ? lines : text;
  };

  const unitsIn = (node) => (node.layer ? [node, ...node.layer.flatMap(unitsIn)] : [node]);

  // The texts along an axis of words: its domain, or what its expression picks from by place.
  const pickedFrom = (field) => /^(\[.*\])\[datum\.value\]$/.exec(field.axis?.labelExpr ?? '')?.[1];
  const wordsOf = (field) => {
    const list = pickedFrom(field);
    if (list) return JSON.parse(list);
    return field.type === 'nominal' && field.axis !== null ? field.scale?.domain ?? [] : [];
  };

  // Words that would take too much room stand in lines, `high` of them at most; answers how many the longest takes.
  const fitWords = (field, words, room, high) => {
    const cut = words.map((word) => [wrapped(word, room, label)].flat());
    const most = Math.max(...cut.map((one) => one.length));
    if (most === 1) return 1;
    const lines = cut.map((one) => (one.length > high ? [...one.slice(0, high - 1), `${one[high - 1]} …`] : one));
    field.axis.labelLimit = room + 2;
    field.axis.labelExpr = pickedFrom(field) ? `${JSON.stringify(lines)}[datum.value]` : `${JSON.stringify(Object.fromEntries(words.map((word, i) => [word, lines[i]])))}[datum.label]`;
    return Math.min(most, high);
  };

  const fitLegend = (field, room) => {
    const legend = field.legend;
    if (!legend || legend.orient !== 'top') return;
    const names = legend.values ?? field.scale?.domain ?? [], beside = 44;
    const widest = Math.max(0, ...names.map((name) => wide(name, key))) + beside;
    legend.columns = Math.max(1, Math.min(legend.columns ?? names.length, Math.floor((room + 18) / widest)));
    legend.labelLimit = Math.floor(room / legend.columns) - beside + 18;
  };

  const fitted = (spec, width) => {
    const unit = spec.spec ?? spec, all = unitsIn(unit), fields = (channel) => all.map((u) => u.encoding?.[channel]).filter(Boolean);
    // What stands left of the plot: the axis' words or numbers, and its title.
    const most = Math.floor(width * (width < 520 ? 0.38 : 0.3));
    let left = 30, lines = 1;
    for (const field of fields('y')) {
      const words = wordsOf(field);
      if (!words.length) continue;
      lines = Math.max(lines, fitWords(field, words, most, 2));
      left = Math.max(left, Math.min(most, Math.max(...words.map((word) => wide(word, label)))));
      if (lines > 1 && field.type === 'nominal' && unit.height) unit.height = Math.max(unit.height, words.length * 34);
    }
    let plot = width - left - 40;
    if (spec.facet) {
      const gap = 20, axis = left + 28;
      spec.columns = Math.max(1, Math.min(spec.columns ?? 1, Math.floor((width - axis + gap) / (180 + gap))));
      plot = unit.width = Math.floor((width - axis - gap * (spec.columns - 1)) / spec.columns);
    }
    for (const field of fields('x')) {
      const words = wordsOf(field);
      if (words.length) fitWords(field, words, Math.floor(plot / (field.axis.values ?? words).length) - 6, 4);
    }
    for (const [channel, length] of [['x', plot], ['y', unit.height]])
      for (const field of fields(channel)) {
        if (typeof field.title !== 'string' || field.axis === null) continue;
        field.title = wrapped(field.title, length, title);
        field.axis = { ...field.axis, titleLimit: length };
      }
    for (const channel of ['color', 'shape', 'strokeDash', 'opacity']) for (const field of fields(channel)) fitLegend(field, spec.facet ? width - left - 40 : plot);
    for (const { mark } of all) if (mark?.type === 'text' && !('limit' in mark)) mark.limit = plot;
    return spec;
  };

  const logger = {
    level() { return this; },
    error(...args) { problems += 1; console.error(...args); return this; },
    warn(...args) { problems += 1; console.warn(...args); return this; },
    info() { return this; },
    debug() { return this; },
  };

  // Once the chart has found its size, and after a hand on it has moved labels.
  const settleAgain = async (figure) => {
    const view = views.get(figure.id);
    await view.runAsync();
    if (views.get(figure.id) !== view) return;
    settleLabels(view, 1, figure.querySelector('.chart').clientWidth);
    view._redraw = true;
    await view.runAsync();
  };

  const draw = (figure) => {
    const place = figure.querySelector('.chart');
    const spec = fitted(read(`${figure.id}-spec`), place.clientWidth);
    views.get(figure.id)?.finalize();
    place.replaceChildren();
    const compiled = vegaCharts.compile(spec, { config: themes[root.dataset.theme], logger }).spec;
    const view = new vegaCharts.View(vegaCharts.parse(compiled, null, { ast: true }), {
      expr: vegaCharts.expressionInterpreter,
      renderer: 'svg',
      container: place,
      logger,
      tooltip: new vegaCharts.Handler({ theme: root.dataset.theme }).call,
    });
    views.set(figure.id, view);
    view.run();  // what it draws comes later: labels find their room before
    settleLabels(view, 1, place.clientWidth);
    return settleAgain(figure);
  };

  const drawAll = () => {
    const charts = [];
    for (const figure of document.querySelectorAll('figure')) {
      try {
        charts.push(draw(figure));
      } catch (error) {
        problems += 1;
        console.error(error);
        figure.querySelector('.chart').textContent = 'This chart could not be drawn; its data is in the table below.';
      }
    }
    Promise.allSettled(charts).then(() => {
      root.dataset.drawn = String(views.size);
      root.dataset.problems = String(problems);
    });
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
      for (const act of ['input', 'click']) figure.addEventListener(act, () => setTimeout(() => settleAgain(figure)));
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
