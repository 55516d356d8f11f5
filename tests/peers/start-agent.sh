#!/usr/bin/env bash
# start-agent.sh DIR      packages: openssh-client      (no PORT: a Unix socket)
#
# OpenSSH ssh-agent on DIR/agent.sock holding the user keys and a certificate of DIR (of an
# earlier start script, or made here). PEER_AGENT_KEYS  which files (default: all user_* keys).
. "$(dirname "$0")/common.sh"
[ $# -ge 1 ] || die "usage: start-agent.sh DIR"
mkdir -p "$1"; DIR=$(cd "$1" && pwd); : >>"$DIR/log"
need ssh-agent openssh-client
[ -e "$DIR/user_ed25519" ] || make_user_keys
rm -f "$DIR/agent.sock"
setsid ssh-agent -D -a "$DIR/agent.sock" </dev/null >>"$DIR/log" 2>&1 &
echo $! >"$DIR/pid.agent"
for ((i = 0; i < 100; i++)); do [ -S "$DIR/agent.sock" ] && break; sleep 0.05; done
export SSH_AUTH_SOCK="$DIR/agent.sock"
for k in ${PEER_AGENT_KEYS:-user_ed25519 user_ecdsa256 user_ecdsa384 user_ecdsa521 user_rsa user_dsa cert_ed25519}; do
  [ ! -e "$DIR/$k" ] || ssh-add -q "$DIR/$k" >>"$DIR/log" 2>&1 || true
done
fact pid "$(cat "$DIR/pid.agent")"; fact SSH_AUTH_SOCK "$DIR/agent.sock"
