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

  // A legend of two or three columns does not fit a telephone.
  const fitted = (spec, narrow) => {
    if (!narrow) return spec;
    const walk = (node) => {
      if (Array.isArray(node)) node.forEach(walk);
      else if (node && typeof node === 'object') {
        if (node.orient === 'top' && 'columns' in node) node.columns = 1;
        Object.values(node).forEach(walk);
      }
    };
    walk(spec.layer ?? []);
    walk(spec.encoding ?? {});
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
    const spec = fitted(read(`${figure.id}-spec`), place.clientWidth < 520);
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
    // Ink is dear: paper is light.
    let before = null;
    addEventListener('beforeprint', () => { before = root.dataset.theme; if (before === 'dark') show('light'); });
    addEventListener('afterprint', () => { if (before === 'dark') show('dark'); });
  };

  addTools();
  show(wanted());
})();
