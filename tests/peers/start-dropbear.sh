#!/usr/bin/env bash
# start-dropbear.sh DIR PORT      packages: dropbear-bin openssh-client openssh-sftp-server
#
# Dropbear sshd. Password login reads /etc/shadow and public keys come from
# ~USER/.ssh/authorized_keys only, so the script puts the key in the home of $PEER_USER, an account of
# ./dev peers. The caller's own ~/.ssh/authorized_keys is used as it is: log in with a key of yours.
. "$(dirname "$0")/common.sh"
peer_begin "$@"
need dropbear dropbear-bin; need dropbearkey dropbear-bin
system_account "$PEER_USER"; make_user_keys
for t in ed25519 ecdsa rsa; do
  [ -e "$DIR/db_$t" ] || dropbearkey -t $t -f "$DIR/db_$t" >"$DIR/db_$t.txt" 2>&1
  grep -E '^(ssh|ecdsa)-' "$DIR/db_$t.txt" | sed "s/^/[127.0.0.1]:$PORT,[localhost]:$PORT /" | cut -d' ' -f1-3
done >"$DIR/known_hosts"
add_home_keys
# -F foreground, -E log on stderr, -a remote ports may bind any address
spawn dropbear -F -E -a -p "127.0.0.1:$PORT" -P "$DIR/dropbear.pid" \
  -r "$DIR/db_ed25519" -r "$DIR/db_ecdsa" -r "$DIR/db_rsa"
wait_port "$PORT"
login_facts
