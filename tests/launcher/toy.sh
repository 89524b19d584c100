# shellcheck shell=bash disable=SC2016,SC2154
# What the cases share: a checkout of the toy project in a folder of its own, and ways to start the launcher there.
set -u
set -m # each command in the background gets a process group, to be killed as a whole
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
toy="$folder/it's a toy, für alle" # CMake itself cannot do with a double quote in a path
build=$toy/build/release
unset BUSYHOUR_BUILD BUSYHOUR_PRESET BUSYHOUR_NO_INSTALL
cp -r "$here/toy" "$toy"
mkdir "$toy/include" "$toy/.ci"
cp "$checkout/busyhour" "$checkout/CMakePresets.json" "$toy"
echo 'bash # is always there' >"$toy/.ci/packages"

die() {
  printf 'FAILED: %s\n' "$@"
  printf '%s\n' '--- stdout' "$(cat "$folder/out")" '--- stderr' "$(cat "$folder/err")"
  exit 1
}
# launch WORDS...: starts the launcher; sets code, out and err.
launch() {
  timeout -k 5 60 "$toy/busyhour" "$@" >"$folder/out" 2>"$folder/err" </dev/null
  code=$?
  out=$(<"$folder/out")
  err=$(<"$folder/err")
}
expect() { [ "$2" = "$3" ] || die "$1: expected <$3>, found <$2>"; }
expect_in() { [[ $2 == *"$3"* ]] || die "$1: <$3> is not there"; }
runs() { # the program of the toy starts and says what it should
  launch "${1:-word}"
  expect code "$code" 0
  expect out "$out" "[${1:-word}]"
}
# appears FILE: waits until it is there, ten seconds at most.
appears() {
  local i
  for ((i = 0; i < 1000; ++i)); do
    [ ! -e "$1" ] || return 0
    sleep 0.01
  done
  die "$1 has not appeared"
}
# stand_in NAME SCRIPT: what is called instead of the real command.
stand_in() {
  mkdir -p "$folder/bin"
  printf '#!/bin/sh\n%s\n' "$2" >"$folder/bin/$1"
  chmod +x "$folder/bin/$1"
  PATH=$folder/bin:${PATH#"$folder/bin:"}
}
times() { wc -c <"$1" | tr -d ' '; }
# As on a machine without lists of packages: install fails until update has run; dpkg-query knows what was installed.
a_bare_machine() {
  echo 'wanted' >>"$toy/.ci/packages"
  stand_in dpkg-query '[ "$4" = bash ] || [ -e "'"$folder"'/has_$4" ] || exit 1; printf "<installed>"'
  stand_in apt-get 'echo "apt-get $*" >>"'"$folder"'/asked"
case "$*" in
*update) touch "'"$folder"'/lists" ;;
*) [ -e "'"$folder"'/lists" ] || { echo "E: Unable to locate package"; exit 100; }
   for last; do :; done; touch "'"$folder"'/has_$last" ;;
esac'
}
