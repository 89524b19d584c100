// Prints Vega-Lite's JSON Schema without its descriptions: what a test of the charts needs of it.
import fs from 'node:fs';

const schema = JSON.parse(fs.readFileSync('node_modules/vega-lite/build/vega-lite-schema.json', 'utf8'));
const bare = (node) => {
  if (Array.isArray(node)) return node.map(bare);
  if (!node || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).filter(([key, value]) => key !== 'description' || typeof value !== 'string')
      .map(([key, value]) => [key, bare(value)]));
};
console.log(JSON.stringify(bare(schema)));
