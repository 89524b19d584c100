#!/bin/bash
# cases.sh CHECKOUT CASE: tests the launcher on a toy project. Nothing is installed: where a case is about that,
# dpkg-query, apt-get, sudo and id are stand-ins.
# shellcheck disable=SC2016
checkout=$1
here=$(dirname "$(readlink -f "$0")")
# shellcheck source-path=SCRIPTDIR
. "$here/toy.sh"

case_words_and_code_go_through() {
  launch 'a b' '' '*' '$x' --flag
  expect code "$code" 0
  expect out "$out" $'[a b]\n[]\n[*]\n[$x]\n[--flag]'
  expect_in err "$err" 'busyhour: building in'
  launch exit 7
  expect code "$code" 7
  expect err "$err" ''
}
case_the_folder_stays() {
  mkdir "$folder/else where"
  cd "$folder/else where" || exit
  launch folder
  expect out "$out" "$folder/else where"
}
case_called_by_link_and_by_name() {
  mkdir "$folder/links"
  ln -s "$toy/busyhour" "$folder/links/bh"
  ln -s bh "$folder/links/again"
  cd "$folder" || exit
  expect out "$(links/again x 2>"$folder/err")" '[x]'
  expect out "$(PATH=$folder/links:$PATH bh x 2>"$folder/err")" '[x]'
  cd "$toy" || exit
  expect out "$(bash busyhour x 2>"$folder/err")" '[x]'
  [ ! -e "$folder/links/build" ] || die 'built beside the link'
}
case_input_is_for_the_program() {
  expect out "$(echo 'for the program' | "$toy/busyhour" input 2>"$folder/err")" 'for the program'
}
case_the_program_takes_the_place_of_the_launcher() {
  "$toy/busyhour" pid >"$folder/out" 2>"$folder/err" &
  local pid=$!
  wait $pid
  expect pid "$(<"$folder/out")" $pid
}
case_the_program_does_not_hold_the_lock() {
  launch open
  expect code "$code" 0
  [[ $out != *.lock* ]] || die 'the program has the lock open'
}
case_streams_that_are_closed() {
  "$toy/busyhour" x >&- 2>"$folder/err" </dev/null
  "$toy/busyhour" exit 5 >&- 2>&- <&-
  expect code $? 5
  touch "$toy/sim/a.sh"
  "$toy/busyhour" exit 5 >&- 2>&- <&-
  expect code $? 5
  echo MISTAKE >>"$toy/sim/a.sh"
  "$toy/busyhour" exit 5 >&- 2>&- <&-
  expect code $? 4
  expect lock "$(<"$build/.lock")" ''
}
case_up_to_date_starts_nothing() {
  runs
  stand_in cmake 'exit 1'
  stand_in ninja 'exit 1'
  stand_in dpkg-query 'exit 1'
  stand_in apt-get 'exit 1'
  runs again
  expect err "$err" ''
}
case_notices_every_change() {
  runs
  echo 'echo more' >>"$toy/sim/a.sh"
  launch x
  expect edited "$out" $'[x]\nmore'
  echo 'echo b' >"$toy/sim/b.sh"
  launch x
  expect added "$out" $'[x]\nmore\nb'
  echo 'echo c' >"$folder/c.sh"
  touch -d '2001-02-03' "$folder/c.sh"
  mv "$folder/c.sh" "$toy/sim/c.sh"
  launch x
  expect 'added with an old date' "$out" $'[x]\nmore\nb\nc'
  rm "$toy/sim/b.sh"
  launch x
  expect deleted "$out" $'[x]\nmore\nc'
  mv "$toy/sim/a.sh" "$toy/sim/d.sh"
  launch x
  expect renamed "$out" $'c\n[x]\nmore'
  expect glued "$(wc -l <"$build/glued")" 6
  echo 'message(NOTICE noticed)' >>"$toy/CMakeLists.txt"
  launch x
  expect_in log "$(<"$build/.log")" noticed
  launch x
  expect err "$err" ''
}
case_two_at_once() {
  touch "$toy/slow_configure"
  local i pids=()
  for i in 1 2 3; do
    "$toy/busyhour" $i >"$folder/out$i" 2>"$folder/err" </dev/null &
    pids+=($!)
  done
  for i in 1 2 3; do
    wait "${pids[i - 1]}"
    expect code $? 0
    expect out "$(<"$folder/out$i")" "[$i]"
  done
  expect configured "$(times "$build/configured")" 1
  expect glued "$(wc -l <"$build/glued")" 1
}
case_says_that_it_waits() {
  touch "$toy/slow_build"
  "$toy/busyhour" 1 >"$folder/out1" 2>"$folder/err1" </dev/null &
  appears "$build/building"
  runs 2
  expect_in err "$err" 'waiting for another build'
  wait
  expect out "$(<"$folder/out1")" '[1]'
}
case_killed_while_configuring() {
  touch "$toy/slow_configure"
  "$toy/busyhour" 1 >"$folder/out" 2>"$folder/err" </dev/null &
  appears "$build/configuring"
  kill -KILL -- -$!
  rm "$toy/slow_configure"
  echo 'half a ca' >"$build/CMakeCache.txt"
  runs
}
case_killed_while_building() {
  runs
  echo 'echo more' >>"$toy/sim/a.sh"
  touch "$toy/slow_build"
  "$toy/busyhour" 1 >"$folder/out" 2>"$folder/err" </dev/null &
  appears "$build/building"
  kill -KILL -- -$!
  rm "$toy/slow_build"
  launch x
  expect out "$out" $'[x]\nmore'
}
case_killed_and_its_compilers_live_on() {
  runs
  echo 'echo more' >>"$toy/sim/a.sh"
  touch "$toy/slow_build"
  "$toy/busyhour" 1 >"$folder/out" 2>"$folder/err" </dev/null &
  appears "$build/building"
  kill -KILL $!
  launch x
  expect out "$out" $'[x]\nmore'
  expect_in err "$err" 'waiting for another build'
  expect glued "$(wc -l <"$build/glued")" 2
}
case_interrupted() {
  touch "$toy/slow_build"
  "$toy/busyhour" 1 >"$folder/out" 2>"$folder/err" </dev/null &
  appears "$build/building"
  kill -INT -- -$!
  wait $!
  expect code $? 130
  rm "$toy/slow_build"
  runs
}
case_a_mistake_is_shown() {
  runs
  echo MISTAKE >>"$toy/sim/a.sh"
  launch x
  expect code "$code" 4
  expect out "$out" ''
  expect_in err "$err" 'glue: there is a mistake'
  expect_in err "$err" 'building failed'
  launch x
  expect 'code again' "$code" 4
  sed -i '/MISTAKE/d' "$toy/sim/a.sh"
  runs
}
case_a_mistake_in_configuring_is_shown() {
  echo 'message(FATAL_ERROR "no such thing")' >>"$toy/CMakeLists.txt"
  launch x
  expect code "$code" 4
  expect out "$out" ''
  expect_in err "$err" 'no such thing'
  expect_in err "$err" 'configuring failed'
  sed -i '/FATAL_ERROR/d' "$toy/CMakeLists.txt"
  runs
}
case_an_unknown_preset() {
  BUSYHOUR_PRESET=fast launch x
  expect code "$code" 4
  expect_in err "$err" 'No such preset'
}
case_another_preset_has_its_own_folder() {
  BUSYHOUR_PRESET=dev launch x
  expect out "$out" '[x]'
  [ -x "$toy/build/dev/busyhour" ] || die 'not built in build/dev'
  [ ! -e "$build" ] || die 'something was built in build/release'
}
case_missing_packages_are_named() {
  echo 'no-such-package-1 # why' >>"$toy/.ci/packages"
  echo 'no-such-package-2' >>"$toy/.ci/packages"
  stand_in apt-get 'echo called >&2'
  BUSYHOUR_NO_INSTALL=1 launch x
  expect code "$code" 4
  expect out "$out" ''
  expect_in err "$err" 'apt-get update && '
  expect_in err "$err" 'apt-get install -y --no-install-recommends no-such-package-1 no-such-package-2'
  [[ $err != *called* ]] || die 'apt-get was called'
  BUSYHOUR_NO_INSTALL=1 launch test
  expect code "$code" 4
}
case_installs_what_is_missing() {
  a_bare_machine
  stand_in id 'echo 0'
  runs
  expect_in err "$err" 'installing wanted'
  expect asked "$(sed 's/.* \(install\|update\)/\1/' "$folder/asked")" \
    $'install -y --no-install-recommends wanted\nupdate\ninstall -y --no-install-recommends wanted'
  touch "$toy/sim/a.sh"
  runs
  expect asked "$(wc -l <"$folder/asked")" 3
}
case_installs_by_sudo() {
  a_bare_machine
  stand_in id 'echo 1000'
  stand_in sudo '[ "$1" = -n ] || exit 1; shift; exec "$@"'
  runs
  [ -e "$folder/has_wanted" ] || die 'not installed'
}
case_says_what_to_type_without_root() {
  a_bare_machine
  stand_in id 'echo 1000'
  stand_in sudo 'exit 1'
  launch x
  expect code "$code" 4
  expect_in err "$err" 'sudo apt-get update && sudo apt-get install -y --no-install-recommends wanted'
  [ ! -e "$folder/asked" ] || die 'apt-get was called'
}
case_an_install_that_fails() {
  a_bare_machine
  stand_in id 'echo 0'
  stand_in apt-get 'echo "E: no network"; case $* in *update) ;; *) exit 100 ;; esac'
  launch x
  expect code "$code" 4
  expect out "$out" ''
  expect_in err "$err" 'E: no network'
  expect_in err "$err" 'apt-get install -y --no-install-recommends wanted'
}
case_where_nothing_can_be_written() {
  touch "$toy/build"
  launch x
  expect code "$code" 4
  expect_in err "$err" 'BUSYHOUR_BUILD'
  BUSYHOUR_BUILD="$folder/my builds" launch x
  expect out "$out" '[x]'
  cd "$folder" || exit
  BUSYHOUR_BUILD='my builds' launch y
  expect out "$out" '[y]'
  expect err "$err" ''
}
case_a_checkout_that_has_moved() {
  runs
  mv "$toy" "$folder/moved"
  toy=$folder/moved
  echo 'echo more' >>"$toy/sim/a.sh"
  launch x
  expect out "$out" $'[x]\nmore'
}
case_test_builds_dev_and_hands_over_to_ctest() {
  echo bash >"$toy/.ci/packages.test"
  launch test -R right
  expect code "$code" 0
  expect_in out "$out" '100% tests passed, 0 tests failed out of 1'
  [ -x "$toy/build/dev/busyhour" ] || die 'not built in build/dev'
  launch test
  [ "$code" != 0 ] || die 'a test fails and the code is 0'
  expect_in out "$out" '50% tests passed, 1 tests failed out of 2'
  launch test -R no_such_test
  [ "$code" != 0 ] || die 'no test ran and the code is 0'
}
case_only_test_asks_for_what_tests_need() {
  echo 'no-such-package' >"$toy/.ci/packages.test"
  export BUSYHOUR_NO_INSTALL=1 BUSYHOUR_PRESET=dev
  runs
  launch test
  expect code "$code" 4
  expect_in err "$err" no-such-package
  rm "$toy/.ci/packages.test"
  launch test -R right
  expect code "$code" 0
}
case_a_preset_may_need_more() {
  echo 'no-such-compiler' >"$toy/.ci/packages.clang"
  export BUSYHOUR_NO_INSTALL=1
  runs
  BUSYHOUR_PRESET=clang launch x
  expect code "$code" 4
  expect_in err "$err" no-such-compiler
}
case_continuous_integration_calls_it() {
  cp "$checkout/.ci/run" "$toy/.ci/run"
  cd / || exit
  ! bash "$toy/.ci/run" >"$folder/out" 2>"$folder/err" || die 'a test fails and the code is 0'
  expect_in out "$(<"$folder/out")" '50% tests passed'
}

"case_$2" || exit 1
