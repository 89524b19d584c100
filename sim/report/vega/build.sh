#!/bin/sh
# Builds vega.min.js, LICENSES.txt and vega-lite-schema.json from package-lock.json. The same lock file gives the same bytes.
# Needs node and npm; run it after a change of package.json or a .mjs. `build.sh --check` compares instead.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/entry.mjs" "$here/licenses.mjs" "$here/schema.mjs" "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
node_modules/.bin/esbuild entry.mjs --bundle --minify --format=iife --target=es2020 --charset=ascii --legal-comments=none \
  --log-level=warning --metafile=meta.json --outfile=bundle.js
# A page holds the bundle in a script element: nothing in it may end that element or open a comment.
node licenses.mjs meta.json > LICENSES.txt
{ echo '/*'; cat LICENSES.txt; echo '*/'; cat bundle.js; } | sed 's,</script,<\\/script,g; s,<!--,<\\!--,g' > vega.min.js
node schema.mjs > vega-lite-schema.json
for file in vega.min.js LICENSES.txt vega-lite-schema.json; do
  if [ "${1:-}" = --check ]; then cmp "$file" "$here/$file"; else cp "$file" "$here/$file"; fi
done
