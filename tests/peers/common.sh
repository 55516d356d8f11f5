# common.sh - sourced by every start-*.sh; not run by itself.
#
# Contract of a start script:   start-<peer>.sh DIR PORT
#   * DIR is created if missing; every key, config and log of the peer goes there
#   * the peer listens on 127.0.0.1:PORT only and runs in the background
#   * DIR/pid holds the process id, DIR/log what the peer printed
#   * on success the script prints key=value lines about the peer and exits 0
#   * on failure it prints the end of DIR/log on stderr and exits 1
#   * a missing program or account makes it exit 77 (the "skipped" status of CTest)
# Settings come from the environment; every script lists its own at its top.
#   PEER_USER      account to log in as (default hawser-peer). For peers that use the system's accounts it is one made
#                  by "./dev peers", or the caller's own name, which can log in by key only.
#   PEER_PASSWORD  its password; by default a random one of this run, never a published one:
#                  system accounts: $HAWSER_PEERS/password, written by ./dev; other peers: DIR/password, written here
#   HAWSER_PEERS   folder with that file and the npm packages (default <project>/build/peers)
#
# A peer that keeps accounts in its own process runs commands as whoever started it. Nothing that lets anyone in may
# therefore be guessable, nor stand on a command line.

set -euo pipefail
trap 'echo "$(basename "$0"): line $LINENO: failed: $BASH_COMMAND" >&2' ERR
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
PEERS_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
HAWSER_PEERS=${HAWSER_PEERS:-$PEERS_HOME/../../build/peers}
if [ "$(id -u)" = 0 ]; then IS_ROOT=1; PEER_USER=${PEER_USER:-hawser-peer}
else IS_ROOT=0; PEER_USER=${PEER_USER:-$(id -un)}; fi

die()  { echo "$(basename "$0"): $*" >&2; exit 1; }
skip() { echo "$(basename "$0"): skipped: $*" >&2; exit 77; }

# need PROGRAM PACKAGE...   the program must exist
need() { local p=$1; shift; command -v "$p" >/dev/null 2>&1 || [ -x "$p" ] || skip "$p not found; apt-get install $*"; }

peer_begin() {
  [ $# = 2 ] || { echo "usage: $(basename "$0") DIR PORT" >&2; exit 2; }
  mkdir -p "$1"; DIR=$(cd "$1" && pwd); PORT=$2
  case $PORT in ''|*[!0-9]*) die "PORT must be a number" ;; esac
  chmod 755 "$DIR"      # daemons that drop privileges read authorized_keys from here
  if [ -s "$DIR/pid" ] && kill -0 "$(cat "$DIR/pid")" 2>/dev/null; then die "already running: pid $(cat "$DIR/pid")"; fi
  if port_open "$PORT"; then die "port $PORT is already in use"; fi
  : >"$DIR/log"
}

port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# spawn COMMAND...   run in its own session in the background, remember its pid
spawn() {
  setsid "$@" </dev/null >>"$DIR/log" 2>&1 3>&- &
  echo $! >"$DIR/pid"
}

# wait_port PORT [SECONDS]   until something accepts there
wait_port() {
  local i limit=$(( ${2:-20} * 20 ))
  for ((i = 0; i < limit; i++)); do
    if port_open "$1"; then return 0; fi
    if [ -s "$DIR/pid" ] && ! kill -0 "$(cat "$DIR/pid")" 2>/dev/null; then break; fi
    sleep 0.05
  done
  echo "--- $DIR/log" >&2; tail -n 25 "$DIR/log" >&2 || true
  "$PEERS_HOME/stop.sh" "$DIR" || true
  die "nothing listens on 127.0.0.1:$1"
}

# secret FILE   the content of FILE, which only its owner may read; a new random one if it is missing
secret() {
  [ -s "$1" ] || (umask 077; head -c 16 /dev/urandom | od -An -vtx1 | tr -d ' \n' >"$1")
  cat "$1"
}

# process_account   for peers that keep their accounts themselves
process_account() { PEER_PASSWORD=${PEER_PASSWORD:-$(secret "$DIR/password")}; export PEER_USER PEER_PASSWORD; }

# system_account NAME...   for peers that ask the system: accounts of ./dev peers, or the caller's own.
# The mark in the comment field keeps the tests away from an account of the same name that is somebody's.
system_account() {
  local a
  for a in "$@"; do
    [ "$a" != "$(id -un)" ] || continue
    [ $IS_ROOT = 1 ] || skip "only root can let another account in"
    case $(getent passwd "$a" | cut -d: -f5) in "hawser test peer"*) ;;
      *) skip "account $a is missing; ./dev peers --yes-create-accounts makes it" ;; esac
  done
  [ "$1" != "$(id -un)" ] || { PEER_PASSWORD=; return 0; }
  PEER_PASSWORD=${PEER_PASSWORD:-$(cat "$HAWSER_PEERS/password" 2>/dev/null || true)}
  [ -n "$PEER_PASSWORD" ] || skip "the accounts are locked; ./dev test opens them while it runs"
}
own_account() { [ "$PEER_USER" = "$(id -un)" ]; }

keygen() { [ -e "$1" ] || ssh-keygen -q -N '' -C "$(basename "$1")" -f "$1" "${@:2}"; }

# make_host_keys / make_user_keys: one of every type that ssh-keygen can make.
make_host_keys() {
  need ssh-keygen openssh-client
  keygen "$DIR/host_ed25519" -t ed25519
  keygen "$DIR/host_ecdsa256" -t ecdsa -b 256
  keygen "$DIR/host_ecdsa384" -t ecdsa -b 384
  keygen "$DIR/host_ecdsa521" -t ecdsa -b 521
  keygen "$DIR/host_rsa" -t rsa -b 3072
  keygen "$DIR/host_dsa" -t dsa 2>/dev/null || true
}
make_user_keys() {
  need ssh-keygen openssh-client
  keygen "$DIR/user_ed25519" -t ed25519
  keygen "$DIR/user_ecdsa256" -t ecdsa -b 256
  keygen "$DIR/user_ecdsa384" -t ecdsa -b 384
  keygen "$DIR/user_ecdsa521" -t ecdsa -b 521
  keygen "$DIR/user_rsa" -t rsa -b 3072
  keygen "$DIR/user_dsa" -t dsa 2>/dev/null || true
  # the same RSA key as PEM, and the ed25519 key encrypted (passphrase: DIR/passphrase)
  [ -e "$DIR/user_rsa_pem" ] || { cp "$DIR/user_rsa" "$DIR/user_rsa_pem"; chmod 600 "$DIR/user_rsa_pem"
    ssh-keygen -q -p -m PEM -N '' -P '' -f "$DIR/user_rsa_pem" >/dev/null; }
  [ -e "$DIR/user_ed25519_enc" ] || { cp "$DIR/user_ed25519" "$DIR/user_ed25519_enc"; chmod 600 "$DIR/user_ed25519_enc"
    ssh-keygen -q -p -N "$(secret "$DIR/passphrase")" -P '' -f "$DIR/user_ed25519_enc" >/dev/null; }
  cat "$DIR"/user_{ed25519,ecdsa256,ecdsa384,ecdsa521,rsa,dsa}.pub >"$DIR/authorized_keys" 2>/dev/null || true
  chmod 644 "$DIR/authorized_keys"
}

# add_home_keys   add DIR/authorized_keys to the peer account's own file; never to the caller's. Peers that look nowhere
# else share that file, so nothing is removed from it here; ./dev removes it when it locks the account.
add_home_keys() {
  ! own_account || return 0
  local home; home=$(getent passwd "$PEER_USER" | cut -d: -f6)
  install -d -m 700 -o "$PEER_USER" "$home/.ssh"
  touch "$home/.ssh/authorized_keys"
  sort -u "$home/.ssh/authorized_keys" "$DIR/authorized_keys" >"$DIR/home_keys"
  install -m 600 -o "$PEER_USER" "$DIR/home_keys" "$home/.ssh/authorized_keys"
}

# fact KEY VALUE   one line of the script's answer
fact() { printf '%s=%s\n' "$1" "$2"; }
facts() {
  fact host 127.0.0.1; fact port "$PORT"; fact pid "$(cat "$DIR/pid")"; fact dir "$DIR"
}
# what nearly every peer tells
login_facts() {
  facts
  fact user "$PEER_USER"; fact key "$DIR/user_ed25519"; fact known_hosts "$DIR/known_hosts"
  [ -z "${PEER_PASSWORD:-}" ] || fact password "$PEER_PASSWORD"
}
