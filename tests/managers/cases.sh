#!/bin/bash
# cases.sh CHECKOUT PROGRAM CASE: the README's commands for GNU parallel and Slurm, typed as they stand there, give the
# bytes of one run; also when a task is killed on the way.
# shellcheck disable=SC2016
set -u
checkout=$1 program=$2
here=$(dirname "$(readlink -f "$0")")
# shellcheck source-path=SCRIPTDIR
. "$here/slurm.sh"
folder=$(mktemp -d)
chmod 755 "$folder"
trap 'slurm_down; rm -rf "$folder"' EXIT
cd "$folder" || exit


die() {
  printf 'FAILED: %s\n' "$@"
  tail -n 20 "$folder"/*.out "$folder"/slurm/*.log 2>/dev/null
  exit 1
}
skip() {
  echo "skipped: $1"
  exit 0
}
# from_readme WORD...: its commands that begin so.
from_readme() {
  local word
  for word; do
    grep -E "^    $word" "$checkout/README.md" | sed 's/^    //'
  done
}
# What the README calls ./busyhour and FILE. The program kills itself, once, when it is given the shard that is named in
# the file `kill_shard`: after the first block of replications.
a_sweep() {
  cat >FILE <<'YAML'
version: 1
provider:
  limits: {slots: {counts: requests, cap: 3, when_full: {action: reject, status: 429}}}
  endpoints: {api: {service: {dist: exponential, mean: 2 s}}}
workloads:
  calls: {kind: conversations, count: 4, turn: {pause: {dist: exponential, mean: 6 s}}, client: {retry: none}}
run: {duration: 2 h, warm_up: 10 min, replications: 10, seed: 3}
slo: [first_attempt_rejected <= 10%]
sweep: {vary: {workloads.calls.count: {from: 2, to: 19, step: 1}}}
YAML
  cat >busyhour <<'SH'
#!/bin/bash
asked="$* ${SLURM_ARRAY_TASK_ID:-}"
[[ -e kill_shard && " $asked " == *" $(<kill_shard)"[/\ ]* ]] || exec PROGRAM "$@"
PROGRAM "$@" &
until [ -n "$(find parts/blocks -type f 2>/dev/null)" ]; do sleep 0.01; done
rm kill_shard
kill -KILL $!
wait $!
SH
  sed -i "s|PROGRAM|'$program'|" busyhour
  chmod +x busyhour
  "$program" sweep FILE -q -o whole
  [ $? -le 1 ] || die 'the sweep in one piece does not run'
}
same_bytes() {
  local file
  for file in points replications percentiles; do
    cmp "whole/$file.csv" "result/$file.csv" || die "$file.csv differs"
  done
}
# Which blocks of replications were written, and when: none is computed twice.
points() { find parts/blocks -type f -printf '%P %T@\n' | sort; }

case_parallel() {
  command -v parallel >/dev/null || skip 'GNU parallel is not installed'
  parallel --version 2>/dev/null | grep -q '^GNU parallel' || skip 'parallel is not GNU parallel'
  a_sweep
  local shards merge
  shards=$(from_readme 'parallel ') merge=$(from_readme './busyhour merge parts -o')
  [ -n "$shards" ] && [ -n "$merge" ] || die 'the README has no such commands'
  echo 3 >kill_shard
  eval "$shards" 2>parallel.out && die 'a task was killed, and parallel says nothing'
  ./busyhour merge parts -q -o result 2>merge.out && die 'points are missing, and merge says nothing'
  points >before
  eval "${shards/--joblog/--resume-failed --joblog}" 2>>parallel.out || die 'parallel does not go on'
  [ "$(points | grep -cxFf before)" = "$(wc -l <before)" ] || die 'a finished point was computed again'
  eval "$merge -q" 2>>merge.out
  same_bytes
}

case_slurm() {
  a_sweep
  slurm_up "$folder/slurm" || skip "Slurm: $why"
  local submit merge
  submit=$(from_readme 'array=') merge=$(from_readme 'sbatch ')
  [ -n "$submit" ] && [ -n "$merge" ] || die 'the README has no such commands'
  echo 2 >kill_shard
  eval "${submit/--parsable/--parsable --wait}" && die 'a task was killed, and sbatch says nothing'
  points >before
  eval "$submit" || die 'sbatch does not take the array'
  # The merge ends with the code of the sweep: 0, 1 or 3.
  eval "${merge/sbatch/sbatch --wait}"
  [ $? -le 3 ] || die 'the merge does not end well'
  [ "$(points | grep -cxFf before)" = "$(wc -l <before)" ] || die 'a finished point was computed again'
  same_bytes
}

"case_$3"
