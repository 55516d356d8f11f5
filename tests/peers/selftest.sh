#!/usr/bin/env bash
# selftest.sh [PEER...]   start every peer (or the named ones), log in with OpenSSH's client, stop it.
#
# One line per peer: ok, FAILED or skipped. Exit status 1 on a failure. Working files go to a new folder under
# ${TMPDIR:-/tmp}, ports from ${PEER_PORT_BASE:-22200} up. Wants openssh-client. The peers that need accounts find them
# only while "./dev test" or "./dev check" runs; PEER_USER=$(id -un) tries OpenSSH without.
set -u
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/peers.XXXXXX"); chmod 755 "$work"
port=${PEER_PORT_BASE:-22200}; bad=0
cleanup() { for d in "$work"/*/; do "$here/stop.sh" "$d" || true; done; rm -rf "$work"; }
trap cleanup EXIT
value() { sed -n "s/^$1=//p" "$dir/facts" | head -n 1; }

only=("$@")
# try NAME SCRIPT [ENV=VALUE...] [-- ssh options...]
try() {
  name=$1; local script=$2 settings=() said rc; shift 2
  if [ ${#only[@]} != 0 ]; then case " ${only[*]} " in *" ${name%%-*} "*) ;; *) return 0 ;; esac; fi
  while [ $# != 0 ] && [ "$1" != -- ]; do settings+=("$1"); shift; done
  [ $# = 0 ] || shift
  port=$((port + 1)); dir="$work/$name"; mkdir -p "$dir"
  env "${settings[@]}" "$here/$script" "$dir" "$port" >"$dir/facts" 2>"$dir/err"; rc=$?
  if [ $rc = 77 ]; then echo "skipped  $name: $(tail -n 1 "$dir/err")"; return 0; fi
  if [ $rc != 0 ]; then echo "FAILED   $name: $(tail -n 3 "$dir/err")"; bad=1; return 0; fi
  # the pause is for libssh's example, which may lose the output of a command that ends at once
  said=$(timeout 30 ssh -F /dev/null -p "$port" -o BatchMode=yes -o IdentitiesOnly=yes -o StrictHostKeyChecking=yes \
    -o UserKnownHostsFile="$dir/known_hosts" -o GlobalKnownHostsFile=/dev/null -o LogLevel=ERROR -i "$(value key)" \
    "$@" "$(value user)@127.0.0.1" 'echo peer-$((40+2)); sleep 0.2' </dev/null 2>&1)
  if [ "$said" = peer-42 ]; then echo "ok       $name"; else echo "FAILED   $name: $said"; bad=1; fi
  "$here/stop.sh" "$dir" || { echo "FAILED   $name: does not stop"; bad=1; }
}

try openssh start-openssh.sh
try openssh-legacy start-openssh.sh PEER_LEGACY=1 PEER_REKEY=64K -- -c 3des-cbc -o HostKeyAlgorithms=ssh-dss
try openssh-newer start-openssh.sh PEER_USER="$(id -un)" \
  PEER_SSHD="${HAWSER_PEERS:-$here/../../build/peers}/debian13/bin/sshd" -- -o KexAlgorithms=sntrup761x25519-sha512@openssh.com
try dropbear start-dropbear.sh
try tinysshd start-tinysshd.sh
try libssh start-libssh.sh
try asyncssh start-asyncssh.sh PEER_LEGACY=1 -- -c 3des-cbc
try paramiko start-paramiko.sh
try erlang start-erlang.sh
try ssh2 start-ssh2.sh PEER_LEGACY=1
try go start-go.sh
exit $bad
