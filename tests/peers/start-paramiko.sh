#!/usr/bin/env bash
# start-paramiko.sh DIR PORT      packages: python3-paramiko openssh-client
#
# Paramiko 2.12 server: exec (no shell, no terminal), SFTP version 3 written in Python, direct
# and remote TCP forwarding. Accounts live in the process; no root needed.
# Users: $PEER_USER (publickey, password, keyboard-interactive: password then "blue"),
#        two-steps (publickey, then password: partial success).
# PEER_LEGACY=1  also zlib, and a DSA host key;  PEER_REKEY  rekey after that many bytes
. "$(dirname "$0")/common.sh"
peer_begin "$@"
/usr/bin/python3 -W ignore -c 'import paramiko' 2>/dev/null || skip "apt-get install python3-paramiko"
make_host_keys; make_user_keys
mkdir -p "$DIR/home"
for f in "$DIR"/host_{ed25519,ecdsa256,rsa,dsa}.pub; do
  if [ -e "$f" ]; then echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"; fi
done >"$DIR/known_hosts"
process_account
spawn /usr/bin/python3 "$PEERS_HOME/peer_paramiko.py" "$DIR" "$PORT"
wait_port "$PORT"
login_facts
fact root "$DIR/home"
