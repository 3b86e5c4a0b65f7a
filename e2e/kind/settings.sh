# shellcheck shell=bash disable=SC2034
# Sourced by the scripts here, and by `../demo`: where things are, and how the scripts speak.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${COULOMB_KIND_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/coulomb/kind}
cluster=${COULOMB_KIND_CLUSTER:-coulomb}
bin=$cache/bin
logs=$cache/logs
mkdir -p "$bin" "$logs"
export PATH=$bin:$PATH KUBECONFIG=$cache/kubeconfig

kubernetes_version=$(awk '$1 == "k8s.io/kubernetes" {print $2}' "$here/modules/cluster/go.mod")
node_image=localhost/coulomb/kind-node:$kubernetes_version

# Our own engine, once it is there, unless one answers at the usual place.
use_engine() {
  if [[ -S $cache/docker.sock && -z ${DOCKER_HOST:-} ]] && ! docker info > /dev/null 2>&1; then
    export DOCKER_HOST=unix://$cache/docker.sock
  fi
}

say() { printf '%s  %s\n' "$(date +%T)" "$*" >&2; }

fail() {
  say "cannot go on: $1"
  shift
  for line in "$@"; do printf '          %s\n' "$line" >&2; done
  exit 1
}

# in_time SECONDS: for people, "7 s" or "2 min 5 s".
in_time() { if (($1 < 60)); then echo "$1 s"; else echo "$(($1 / 60)) min $(($1 % 60)) s"; fi; }

# step WHAT COMMAND...: runs the command with its output in a log, says how long it took, and every 15 s that it still runs: with the answer
# of the function `progress LOG`, if the caller has one. When the command fails, the end of its log is shown and the step fails. Never call it
# with a function in a condition or before `||`: there bash would go on after a command of the function that failed.
step() {
  local what=$1 began=$SECONDS log pid status=0
  shift
  log=$logs/$(tr -cs '[:alnum:]\n' - <<< "${what,,}" | cut -c1-60).log
  say "$what ..."
  set -m                       # a process group of its own, so that an interrupt ends all of it
  "$@" > "$log" 2>&1 < /dev/null &
  pid=$!
  set +m
  trap 'kill -- -$pid 2> /dev/null; exit 130' INT TERM
  until timeout 15 tail --pid="$pid" -s 0.2 -f /dev/null; do
    say "    ... $(in_time $((SECONDS - began)))$(if declare -F progress > /dev/null; then progress "$log"; fi)"
  done
  wait "$pid" || status=$?
  trap - INT TERM
  if ((status == 0)); then
    say "$what: $(in_time $((SECONDS - began)))"
  else
    tail -n 30 "$log" >&2
    say "$what: FAILED with status $status after $(in_time $((SECONDS - began))); everything it said is in $log"
  fi
  return "$status"
}

# debian_packages WHY PACKAGE...: installs what is missing, or says exactly what to install.
debian_packages() {
  local why=$1 missing=() package
  shift
  for package; do dpkg -s "$package" > /dev/null 2>&1 || missing+=("$package"); done
  if ((${#missing[@]} == 0)); then return; fi
  if ! command -v apt-get > /dev/null || ((EUID != 0)); then
    fail "$why needs the Debian packages ${missing[*]}, and only root on Debian may install them." "Install them: apt-get install ${missing[*]}"
  fi
  step "Debian packages ${missing[*]}" install_packages "${missing[@]}"
}
install_packages() {
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# room GIB: fails now rather than half-way.
room() {
  local free=$(($(df --output=avail -k "$cache" | tail -n 1) >> 20))
  ((free >= $1)) || fail "$cache has only $free GiB free; this takes $1." 'Make room, or set COULOMB_KIND_CACHE to a larger disk.'
}

# alone: waits for other runs of these scripts on this cache; they would get in each other's way.
alone() {
  exec {lock}> "$cache/lock"
  if ! flock -n "$lock"; then
    say 'another run of these scripts is busy here; waiting for it'
    flock "$lock"
  fi
}
