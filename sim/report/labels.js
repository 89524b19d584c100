// Labels of marks that would stand on other text, or be cut by the chart's edge, are hidden: who was drawn first stays,
// the table says the rest.
'use strict';
globalThis.settleLabels = (view, drawnWidth = 1, chartWidth = Infinity) => {
  const lead = 1.5;  // a text is a little larger than Vega's box around it, and wants air [px]
  // Every text of a group and the groups within it, with its box. Without a canvas Vega takes letters for wider than
  // they are: `drawnWidth` is how much of it is drawn.
  const textsIn = (group, x, y) => group.items.flatMap((mark) => {
    if (mark.marktype === 'group') return mark.items.flatMap((item) => textsIn(item, x + (item.x || 0), y + (item.y || 0)));
    if (mark.marktype !== 'text') return [];
    return mark.items.filter((item) => item.text !== '' && item.text != null).map((item) => {
      const { x1, x2, y1, y2 } = item.bounds, spare = (x2 - x1) * (1 - drawnWidth);
      const before = item.align === 'right' ? spare : item.align === 'center' ? spare / 2 : 0;
      return { item, isMovable: mark.role === 'mark', left: x + x1 + before - lead, right: x + x2 - (spare - before) + lead, top: y + y1 - lead, bottom: y + y2 + lead };
    });
  });
  const isTwin = (a, b) => String(a.item.text) === String(b.item.text) && Math.abs(a.left - b.left) < 1;  // a halo
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 2 && !isTwin(a, b);
  const texts = view.scenegraph().root.items.flatMap((root) => textsIn(root, 0, 0));
  const kept = texts.filter((text) => !text.isMovable && text.item.opacity !== 0);
  for (const text of texts.filter((one) => one.isMovable)) {
    if (text.item.isHidden) text.item.opacity = text.item.opacityBefore;
    const isCut = text.left + lead + view.origin()[0] < -1 || text.right - lead + view.origin()[0] > chartWidth + 1;
    text.item.isHidden = isCut || kept.some((other) => meet(text, other));
    text.item.opacityBefore = text.item.opacity;
    if (text.item.isHidden) text.item.opacity = 0;
    else if (text.item.opacity !== 0) kept.push(text);
  }
};
