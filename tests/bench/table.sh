#!/bin/sh
# Prints one table: whole workloads per second of processor time, in turn with other simulators, and the median of the
# ratios of each round. Two machines, or two moments of one, cannot be compared; two programs in one round can.
#   table.sh BENCH_ONE [NAME=PROGRAM ...]
# A PROGRAM takes the arguments of bench_one and prints what it prints. ROUNDS (9) and CPU (0) can be set.
set -eu
rounds=${ROUNDS:-9}
cpu=${CPU:-0}
[ $# -ge 1 ] || { echo "usage: table.sh BENCH_ONE [NAME=PROGRAM ...]" >&2; exit 2; }
ours=$1
shift
pin=
command -v taskset >/dev/null && pin="taskset -c $cpu"
raw=$(mktemp)
trap 'rm -f "$raw"' EXIT

# measure LABEL UNIT PROGRAM-ARGUMENTS...: each program once a round.
measure() {
  label=$1 unit=$2
  shift 2
  round=0
  while [ $round -lt "$rounds" ]; do
    for named in "busyhour=$ours" $others; do
      $pin "${named#*=}" "$@" | sed "s|^|$label\t$unit\t${named%%=*}\t$round\t|" >>"$raw"
    done
    round=$((round + 1))
  done
}

others=$*
measure "M/M/1 at 0.9" Mcustomers/s mm1 2000000
measure "100 conversations, 10 slots" Mevents/s conv 100 10 30000
measure "1000 conversations, 95 slots" Mevents/s conv 1000 95 3000
measure "20000 conversations, 1900 slots" Mevents/s conv 20000 1900 150
measure "process begins and ends" Mprocesses/s churn 1000000
others= pin=
measure "M/M/1, one thread" Mcustomers/s threads 1 3000000
measure "M/M/1, two threads" Mcustomers/s threads 2 3000000

awk -F '\t' '
  function median(list, n,   a, i, j, t) {
    n = split(list, a, " ")
    for (i = 2; i <= n; ++i) for (j = i; j > 1 && a[j] + 0 < a[j - 1] + 0; --j) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
    return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
  }
  {
    split($5, f, " ")
    if (!($1 in unit)) { labels[++rows] = $1; unit[$1] = $2 }
    if (!($3 in known)) { known[$3]; names[++columns] = $3 }
    rate = f[1] / f[2] / 1e6
    rates[$1, $3] = rates[$1, $3] " " rate
    if ($3 == "busyhour") mine = rate
    else ratios[$1, $3] = ratios[$1, $3] " " mine / rate
    if (match($5, /bytes_a_process=[0-9]+/)) bytes[$1, $3] = bytes[$1, $3] " " substr($5, RSTART + 16, RLENGTH - 16)
    if (f[3] > 0 && split($1, words, " ")) setup[$1, $3] = setup[$1, $3] " " f[3] / words[1] * 1e6
    found[$1, $3] = $5
  }
  END {
    printf "%-34s %-14s", "median", "unit"
    for (c = 1; c <= columns; ++c) printf c == 1 ? " %10s" : " %10s       x", names[c]
    print ""
    for (r = 1; r <= rows; ++r) {
      l = labels[r]
      printf "%-34s %-14s", l, unit[l]
      for (c = 1; c <= columns; ++c) {
        k = l SUBSEP names[c]
        if (!(k in rates)) continue
        printf c == 1 ? " %10.2f" : " %10.2f  %6.2f", median(rates[k]), median(ratios[k])
      }
      print ""
    }
    for (r = 1; r <= rows; ++r) {
      l = labels[r]
      if ((l SUBSEP "busyhour") in setup) {
        printf "%-34s %-14s", "  set-up and first 20 s, " l + 0, "us/process"
        for (c = 1; c <= columns; ++c) printf c == 1 ? " %10.2f" : " %10.2f        ", median(setup[l, names[c]])
        printf "\n%-34s %-14s", "  resident, " l + 0, "bytes/process"
        for (c = 1; c <= columns; ++c) printf c == 1 ? " %10.0f" : " %10.0f        ", median(bytes[l, names[c]])
        print ""
      }
    }
    one = median(rates["M/M/1, one thread", "busyhour"]); two = median(rates["M/M/1, two threads", "busyhour"])
    printf "%-34s %-14s %10.2f\n", "two threads over one", "x", two / one
    print "\nfound (the last round):"
    for (r = 1; r <= rows; ++r) for (c = 1; c <= columns; ++c)
      if (match(found[labels[r], names[c]], /[a-z_]+=.*/)) printf "  %-32s %-10s %s\n", labels[r], names[c], substr(found[labels[r], names[c]], RSTART)
  }' "$raw"
