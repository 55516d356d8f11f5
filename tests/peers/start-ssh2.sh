#!/usr/bin/env bash
# start-ssh2.sh DIR PORT      npm: ssh2@1.17.0      packages: openssh-client openssh-sftp-server
#
# Server written with the Node.js package ssh2, which ./dev peers installs under $HAWSER_PEERS/node.
# Accounts live in the process; no root needed. Users (password $PEER_PASSWORD):
#   $PEER_USER  publickey, hostbased, password, keyboard-interactive (password, then "blue")
#   two-steps   publickey, then password (partial success)
#   expired     password auth demands a password change
# The command "rekey" makes the server start a key re-exchange and answer "rekeyed".
# PEER_LEGACY=1 every algorithm ssh2 has;  PEER_BANNER auth banner;  PEER_IDENT software version
. "$(dirname "$0")/common.sh"
peer_begin "$@"
need node nodejs
NODE_DIR=$HAWSER_PEERS/node
[ -d "$NODE_DIR/node_modules/ssh2" ] || skip "the npm package ssh2 is missing; ./dev peers installs it"
make_host_keys; make_user_keys
mkdir -p "$DIR/home"
for f in "$DIR"/host_{ed25519,ecdsa256,ecdsa384,ecdsa521,rsa,dsa}.pub; do
  if [ -e "$f" ]; then echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"; fi
done >"$DIR/known_hosts"
process_account; export NODE_PATH="$NODE_DIR/node_modules"
spawn node "$PEERS_HOME/peer_ssh2.js" "$DIR" "$PORT"
wait_port "$PORT"
login_facts
