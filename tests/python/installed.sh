#!/bin/bash
# installed.sh CHECKOUT BUILD PROGRAM: installs the package with pip in a new virtual environment, as a user does, but for
# the libraries, which are those of BUILD; then tests it from outside the checkout. 77: what pip needs cannot be had.
set -euo pipefail
checkout=$1 build=$2 program=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv v >out 2>&1 || { cat out && echo 'skipped: no virtual environment can be made' && exit 77; }
v/bin/pip -q install --retries 1 --timeout 30 'scikit-build-core>=0.10' 'nanobind>=2.4' ninja pandas >out 2>&1 ||
  { cat out && echo 'skipped: pip cannot install what the package needs' && exit 77; }
# The checkout may be read by others meanwhile: nothing is written into it.
v/bin/pip -q install --no-build-isolation -Cbuild-dir="$folder/build" -Ccmake.define.BUSYHOUR_BUILT="$build" \
  -Ccmake.define.BUSYHOUR_PICTURES=ON "$checkout[frames]"
v/bin/python -c 'import busyhour; print(busyhour.__file__)' | grep -q "^$folder/v/"
[ -e "$(v/bin/python -c 'import busyhour, os; print(os.path.dirname(busyhour.__file__))')/py.typed" ]
v/bin/python -B "$checkout/tests/python/package_test.py" "$program"
