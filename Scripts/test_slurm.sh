#!/usr/bin/env bash
# Builds a small collection on a real Slurm with two nodes on this host, takes the power from one of them in the middle of
# its work, and looks whether the collection is whole in the end.
#
#   ./Scripts/test_slurm.sh [LIKENESS]     the command; else that of the release build
#
# Slurm and MUNGE come from Debian's packages. Each node is a slurmd in a process namespace and with a host name of its own:
# when the namespace's first process is killed, the kernel kills all others in it in that instant, as a power cut would.
# Everything lies in one temporary folder and ends with the script. Exit codes: 0 it holds, 1 it does not, 77 it cannot be
# tried here, with the reason on the last line.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

likeness=$(realpath "${1:-.build/release/likeness}")
readonly shards=4 works=12
# From the first daemon's start to the end, in seconds. About 60 on an idle machine, half of them until Slurm gives up a node.
readonly limit=${TEST_SLURM_SECONDS:-170}

skip() {
    echo "test_slurm: skipped: $*"
    exit 77
}

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

# MARK: What it needs

[[ -x "$likeness" ]] || skip "$likeness is not built. Run: swift build -c release --product likeness"
[[ "$(id -u)" == 0 ]] || skip "it needs root, for daemons that start jobs and for namespaces"
unshare --pid --uts --mount-proc --fork true 2>/dev/null ||
    skip "this system lets nobody make process namespaces (in Docker: --cap-add SYS_ADMIN)"

install_slurm() {
    command -v apt-get >/dev/null || skip "Slurm is not installed and there is no apt to install it"
    # Only the programs: the system's own daemons stay as they are, off.
    local policy=/usr/sbin/policy-rc.d made=""
    if [[ ! -e "$policy" ]]; then
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod 755 "$policy"
        made=yes
    fi
    local options=(-qq -y --no-install-recommends -o DPkg::Lock::Timeout=120) status=0
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install "${options[@]}" slurmctld slurmd slurm-client munge; } \
        >/dev/null 2>&1 || status=$?
    if [[ -n "$made" ]]; then rm -f "$policy"; fi
    [[ "$status" == 0 ]] || skip "apt-get could not install slurmctld, slurmd, slurm-client and munge"
}
for program in slurmctld slurmd sbatch munged; do
    command -v "$program" >/dev/null || { install_slurm && break; }
done

# MARK: What it starts

folder=$(mktemp -d "${TMPDIR:-/tmp}/slurm.XXXXXX")
declare -A daemons=()
# shellcheck disable=SC2317 # called by the trap
stop_all() {
    local status=$?
    trap - EXIT
    # The nodes first, whose jobs would else write into what is being removed.
    for name in node1 node2 slurmctld munged; do
        if [[ -n "${daemons[$name]:-}" ]]; then
            kill -KILL "${daemons[$name]}" 2>/dev/null || true
            wait "${daemons[$name]}" 2>/dev/null || true
        fi
    done
    rm -rf "$folder"
    exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT TERM HUP

fail() {
    say "FAILED: $*"
    for log in "$folder"/collection/ledger/logs/*.log "$folder"/logs/*.log; do
        if [[ -s "$log" ]]; then
            echo "--- ${log#"$folder/"}"
            tail -n 25 "$log"
        fi
    done
    exit 1
}

# Ends when a command holds; fails when it does not within the limit.
await() {
    local words=$1
    shift
    until "$@"; do
        ((SECONDS < limit)) || fail "after $SECONDS s still not: $words"
        sleep 0.1
    done
}

is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_ports() {
    local base try
    for try in 0 1 2 3 4 5 6 7; do
        base=$((17817 + 100 * try + $$ % 90))
        if is_free "$base" && is_free $((base + 1)) && is_free $((base + 2)); then
            echo "$base"
            return
        fi
    done
    skip "three free ports in a row are not to be found" >&2
}
port=$(free_ports)

SECONDS=0
chmod 755 "$folder"
mkdir -p "$folder"/{state,logs,munge,node1,node2}
(umask 077 && head -c 1024 /dev/urandom >"$folder/munge/key")

# Slurm 22 knows no way to do without its plug-in for cgroups, later ones do.
version=$(slurmd -V | tr -dc '0-9.' | cut -d. -f1)
if ((version >= 23)); then
    echo "CgroupPlugin=disabled" >"$folder/cgroup.conf"
else
    printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n' >"$folder/cgroup.conf"
fi
host=$(hostname -s)
# cred_expire is how long a job waits before it begins again; a node that does not answer is given up after SlurmdTimeout.
cat >"$folder/slurm.conf" <<CONF
ClusterName=likeness
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/%n.pid
SlurmdSpoolDir=$folder/%n
SlurmctldLogFile=$folder/logs/slurmctld.log
SlurmdLogFile=$folder/logs/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
SlurmdTimeout=6
MessageTimeout=5
KillWait=5
MinJobAge=3600
ReturnToService=2
JobRequeue=1
NodeName=node[1-2] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + 2))] CPUs=1 RealMemory=1000
PartitionName=main Nodes=node[1-2] Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF="$folder/slurm.conf"
unset "${!SLURM_ARRAY_@}" JOB_COMPLETION_INDEX LIKENESS_SHARD_COUNT

start_node() {
    # shellcheck disable=SC2016 # the inner shell fills them
    unshare --pid --uts --mount-proc --fork --kill-child sh -c 'hostname "$0" && exec slurmd -D -N "$0"' "$1" \
        >"$folder/logs/$1.out" 2>&1 &
    daemons[$1]=$!
    # Its end is ours, and no news for bash to print.
    disown
}

munged --foreground --socket="$folder/munge/socket" --key-file="$folder/munge/key" --pid-file="$folder/munge/pid" \
    --log-file="$folder/logs/munged.log" --seed-file="$folder/munge/seed" --num-threads=2 \
    >"$folder/logs/munged.out" 2>&1 &
daemons[munged]=$!
await "MUNGE listens" test -S "$folder/munge/socket"
slurmctld -D -c >"$folder/logs/slurmctld.out" 2>&1 &
daemons[slurmctld]=$!
start_node node1
start_node node2
# shellcheck disable=SC2317 # called by await
are_idle() { [[ "$(sinfo -h -N -o '%N=%T' 2>/dev/null | sort | paste -sd' ')" == "node1=idle node2=idle" ]]; }
await "both nodes are idle" are_idle
say "$(slurmctld -V), two nodes: $(sinfo -h -N -o '%N %T, %c CPUs' | paste -sd';')"

# MARK: The collection

collection="$folder/collection"
mkdir -p "$collection"
cp Examples/ana.webp Examples/ben.webp Examples/chris.tif "$collection"
cat >"$collection/collection.yaml" <<PLAN
title: Two nodes
date: 2026-01-01T00:00:00Z
sources: [ana.webp, ben.webp, chris.tif]
targets: [ana.webp, ben.webp, chris.tif]
pairing:
  mode: list
  pairs:
$(for _ in 1 2; do printf '    - [%s]\n' "ana, ben" "ana, chris" "ben, ana" "ben, chris" "chris, ana" "chris, ben"; done)
overrides:
$(for number in 7 8 9 10 11 12; do printf '  "%s": {recipe: {blend_ratio: 0.8}}\n' "$number"; done)
PLAN
export LIKENESS_CREDENTIALS="$folder/credentials"
"$likeness" credentials init --out "$LIKENESS_CREDENTIALS" --organization Test --name Test >/dev/null ||
    fail "credentials init"

# One core has two works in flight, so that the third of a shard is made when others are there: time to cut the power.
submit=("$likeness" collection submit "$collection" --slurm "$shards" --program "$likeness" --time 10 --cpus-per-task 1)
"${submit[@]}" --out "$folder/build.sbatch"
bash -n "$folder/build.sbatch" || fail "the script is no bash"
sbatch --test-only "$folder/build.sbatch" 2>&1 | sed 's/^/          /' || fail "sbatch does not take the script"
answer=$("${submit[@]}" --run) || fail "submit --run"
say "$answer"
job=$(sed -E 's/^job ([0-9]+) .*/\1/' <<<"$answer")

# MARK: The power cut

# The shard that runs on a node, if any.
shard_on() { squeue -h -j "$job" -t R -w "$1" -o %K 2>/dev/null | head -n 1; }
# Works of a shard that are there.
made() {
    local number count=0
    for ((number = works * ($1 - 1) / shards + 1; number <= works * $1 / shards; number++)); do
        if [[ -e "$collection/works/$(printf '%04d' "$number")/work.json" ]]; then count=$((count + 1)); fi
    done
    echo "$count"
}
victim=""
# shellcheck disable=SC2317 # called by await
is_in_the_middle() {
    victim=$(shard_on node2)
    [[ -n "$victim" ]] || return 1
    local count
    count=$(made "$victim")
    ((count >= 1 && count < works / shards))
}
await "node2 has made a part of its shard" is_in_the_middle
squeue -h -j "$job" -o '          shard %K %T %N' || true
kill -KILL "${daemons[node2]}"
before=$(made "$victim")
say "killed node2 with shard $victim, $before of $((works / shards)) works made"
((before < works / shards)) || fail "the shard was done when its node was killed"
declare -A inodes=()
for record in "$collection"/works/*/work.json; do inodes[$record]=$(stat -c '%i %y' "$record"); done

is_down() { [[ "$(sinfo -h -n node2 -o %T)" == down* ]]; }
await "Slurm has given up node2" is_down
say "Slurm has given up node2: $(sinfo -h -N -o '%N %T' | paste -sd';')"
field() { scontrol -o show job "${job}_$1" | grep -oP "(?<=\\s$2=)\\S+" | head -n 1; }
# shellcheck disable=SC2317 # called by await
is_requeued() { [[ "$(field "$victim" Restarts)" == 1 ]]; }
await "shard $victim begins again" is_requeued
say "shard $victim is to begin again: $(field "$victim" JobState)"
start_node node2
say "started node2 again"

is_over() { [[ -z "$(squeue -h)" ]]; }
await "all jobs have ended" is_over

# MARK: What came of it

declare -A restarts=()
for ((shard = 1; shard <= shards; shard++)); do
    restarts[$shard]=$(field "$shard" Restarts)
    say "shard $shard: $(field "$shard" JobState) on $(field "$shard" BatchHost), ${restarts[$shard]} restarts, exit code $(field "$shard" ExitCode)"
    sed 's/^/          /' "$collection/ledger/logs/shard-$shard-of-$shards.log"
    [[ "$(field "$shard" JobState)" == COMPLETED ]] || fail "shard $shard did not complete"
done
[[ "${restarts[$victim]}" == 1 ]] || fail "shard $victim began ${restarts[$victim]} times again, not once"

echo "          $(tail -n 1 "$collection/ledger/logs/merge.log")"
grep -q "^whole: all $works works are there" "$collection/ledger/logs/merge.log" || fail "the merge that Slurm ran"
report=$("$likeness" collection merge "$collection" --json) || fail "merge: $report"
"$likeness" collection merge "$collection" | sed 's/^/          /'
"$likeness" collection build "$collection" --json | grep -q '"made": 0' || fail "the joined ledger makes works again"

for record in "${!inodes[@]}"; do
    [[ "$(stat -c '%i %y' "$record")" == "${inodes[$record]}" ]] || fail "$record was made twice"
done
left=$(find "$collection/works" -mindepth 1 -maxdepth 1 -name '.*')
[[ -z "$left" ]] || fail "the killed node left $left"
[[ "$(find "$collection/works" -mindepth 1 -maxdepth 1 | wc -l)" == "$works" ]] || fail "there are not $works works"
say "whole after $SECONDS s: $works works, ${#inodes[@]} of them from before the power cut, untouched"
