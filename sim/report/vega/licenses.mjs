// Prints the licence of every package that the bundle (esbuild's metafile) took a byte from.
import fs from 'node:fs';
import path from 'node:path';

const meta = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const output = Object.values(meta.outputs).find((o) => o.entryPoint === 'entry.mjs');
const folders = new Set();
for (const [file, { bytesInOutput }] of Object.entries(output.inputs)) {
  const at = file.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//);
  if (at && bytesInOutput > 0) folders.add(at[1]);
}
const packagesOf = new Map();
for (const folder of [...folders].sort()) {
  const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = fs.readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  if (!file) throw new Error(`${about.name} has no licence file`);
  const text = fs.readFileSync(path.join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim();
  packagesOf.set(text, [...(packagesOf.get(text) ?? []), `${about.name} ${about.version} (${about.license})`]);
}
const rule = '-'.repeat(100);
const parts = [...packagesOf].map(([text, names]) => `${rule}\n${names.join('\n')}\n\n${text}\n`);
console.log(`vega.min.js holds parts of these packages, each under the licence below its name.\n${parts.join('')}`);
