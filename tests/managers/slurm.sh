# shellcheck shell=bash disable=SC2154
# Slurm on this one machine, in a folder of its own: its key, its sockets, its ports. `slurm_up` starts it or says why
# it cannot; `slurm_down` ends what was started.
slurm_free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("", 0)); print(s.getsockname()[1])'
}

slurm_conf() {
  local host
  host=$(hostname -s)
  cat <<CONF
ClusterName=alone
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge.socket
CredType=cred/munge
SlurmctldPort=$(slurm_free_port)
SlurmdPort=$(slurm_free_port)
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
SlurmctldLogFile=$slurm/slurmctld.log
SlurmdLogFile=$slurm/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/builtin
SchedulerParameters=sched_interval=1,batch_sched_delay=0,sched_min_interval=100000
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
KillWait=2
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:2
CONF
}

# slurm_up FOLDER: answers whether jobs can be given; else `why` says what stands in the way.
slurm_up() {
  slurm=$1
  slurm_started=()
  local program
  for program in munged slurmctld slurmd sbatch scontrol; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || { why="$program is not installed"; return 1; }
  done
  [ "$(id -u)" = 0 ] || { why='it starts as root only'; return 1; }
  PATH=$PATH:/usr/sbin:/sbin
  mkdir -p "$slurm/state" "$slurm/spool"
  slurm_conf >"$slurm/slurm.conf"
  echo 'CgroupPlugin=cgroup/v1' >"$slurm/cgroup.conf"
  export SLURM_CONF=$slurm/slurm.conf
  head -c 64 /dev/urandom >"$slurm/munge.key"
  chmod 600 "$slurm/munge.key"
  slurm_start munged --foreground --force --key-file="$slurm/munge.key" --socket="$slurm/munge.socket" \
    --pid-file="$slurm/munged.pid" --log-file="$slurm/munged.log" --seed-file="$slurm/munge.seed"
  slurm_wait test -S "$slurm/munge.socket" || { why='munged does not start'; return 1; }
  slurm_start slurmctld -D
  slurm_start slurmd -D -N "$(hostname -s)"
  slurm_wait slurm_idle || { why="the node does not come up: $(tail -n 3 "$slurm"/slurm*.log)"; return 1; }
}
slurm_start() {
  timeout -k 5 240 "$@" >>"$slurm/start.log" 2>&1 & # none outlives the test, however that ends
  slurm_started+=($!)
}
slurm_idle() { timeout 5 sinfo -h -o %T 2>/dev/null | grep -qx idle; }
# slurm_wait COMMAND...: until it succeeds, a minute at most.
slurm_wait() {
  local i
  for ((i = 0; i < 300; ++i)); do
    "$@" && return 0
    sleep 0.2
  done
  return 1
}

slurm_down() {
  [ -n "${slurm_started+x}" ] || return 0
  timeout 5 scancel --user=root >/dev/null 2>&1
  kill "${slurm_started[@]}" 2>/dev/null
  wait "${slurm_started[@]}" 2>/dev/null
}
