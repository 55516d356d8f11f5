#!/usr/bin/env bash
# start-tinysshd.sh DIR PORT      packages: tinysshd socat openssh-client openssh-sftp-server
#
# TinySSH serves one connection on stdin/stdout, so socat accepts and starts it. It has exactly
# one of everything: ssh-ed25519, curve25519-sha256 and sntrup761x25519-sha512@openssh.com,
# chacha20-poly1305@openssh.com, publickey; exec, shell and the sftp subsystem, no forwarding,
# no password. It reads ~USER/.ssh/authorized_keys: the script puts the key in the home of $PEER_USER,
# an account of ./dev peers; the caller's own ~/.ssh/authorized_keys is used as it is.
. "$(dirname "$0")/common.sh"
peer_begin "$@"
need tinysshd tinysshd; need socat socat
system_account "$PEER_USER"; make_user_keys
[ -d "$DIR/keys" ] || tinysshd-makekey "$DIR/keys"
tinysshd-printkey "$DIR/keys" >"$DIR/keys.txt" 2>>"$DIR/log"
sed -n "s/^ssh-ed25519 /[127.0.0.1]:$PORT,[localhost]:$PORT ssh-ed25519 /p" "$DIR/keys.txt" >"$DIR/known_hosts"
add_home_keys
spawn socat "TCP4-LISTEN:$PORT,bind=127.0.0.1,reuseaddr,fork" \
  "EXEC:$(command -v tinysshd) -v -x sftp=/usr/lib/openssh/sftp-server $DIR/keys"
wait_port "$PORT"
login_facts
