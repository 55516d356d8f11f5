#!/usr/bin/env bash
# start-asyncssh.sh DIR PORT      packages: python3-asyncssh libnettle8 openssh-client openssl
#                                 (with PEER_X509: python3-openssl)
#
# AsyncSSH 2.10 server; accounts live in the server process, so no root is needed.
# Users (password $PEER_PASSWORD):
#   $PEER_USER      publickey, password, keyboard-interactive (answers: the password, then "blue")
#   expired         password auth demands a password change (any new password is accepted)
#   $none_user      "none" authentication succeeds; a random name, since it opens a shell to whoever knows it
# SFTP versions 3 to 6, scp, exec and shell through /bin/sh, every kind of forwarding.
#
# PEER_LEGACY=1  offer every algorithm AsyncSSH has: arcfour*, blowfish, cast128, seed, 3des,
#                hmac-sha2-*-96, rsa1024/rsa2048 kex, curve448, groups 14 to 18, *@ssh.com,
#                zlib, ssh-ed448 host key
# PEER_X509=1    host key is an X.509 chain (x509v3-*); client certificates from DIR/x509/ca.pem
# PEER_REKEY     rekey after that many bytes
# PEER_BANNER    text of SSH_MSG_USERAUTH_BANNER
. "$(dirname "$0")/common.sh"
peer_begin "$@"
/usr/bin/python3 -W ignore -c 'import asyncssh' 2>/dev/null || skip "apt-get install python3-asyncssh"
make_host_keys; make_user_keys
mkdir -p "$DIR/home"
[ -e "$DIR/host_ed448" ] || openssl genpkey -algorithm ed448 -out "$DIR/host_ed448" 2>>"$DIR/log"
chmod 600 "$DIR/host_ed448"
for f in "$DIR"/host_{ed25519,ecdsa256,ecdsa384,ecdsa521,rsa,dsa}.pub; do
  if [ -e "$f" ]; then echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"; fi
done >"$DIR/known_hosts"
if [ "${PEER_X509:-}" = 1 ] && [ ! -e "$DIR/x509/host.pem" ]; then
  mkdir -p "$DIR/x509"; ( cd "$DIR/x509"
  openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 365 -subj "/CN=peers CA"
  for n in host user; do
    openssl req -newkey rsa:2048 -nodes -keyout $n.key -out $n.csr -subj "/CN=$n"
    # RFC 6187 purposes secureShellClient and -Server; AsyncSSH takes user names from rfc822Name
    if [ $n = user ]; then eku=1.3.6.1.5.5.7.3.21 san=email:$PEER_USER
    else eku=1.3.6.1.5.5.7.3.22 san=DNS:localhost,IP:127.0.0.1; fi
    openssl x509 -req -in $n.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 365 -out $n.pem \
      -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=%s\n' "$san" "$eku")
  done; chmod 600 *.key ) >>"$DIR/log" 2>&1
fi
if [ "${PEER_X509:-}" = 1 ]; then echo 'x509v3-rsa2048-sha256 subject=CN=user' >>"$DIR/authorized_keys"; fi
process_account; PEER_NONE_USER=none-$(secret "$DIR/none_user"); export PEER_NONE_USER
spawn /usr/bin/python3 "$PEERS_HOME/peer_asyncssh.py" "$DIR" "$PORT"
wait_port "$PORT"
login_facts
fact root "$DIR/home"; fact none_user "$PEER_NONE_USER"
if [ "${PEER_X509:-}" = 1 ]; then fact x509_ca "$DIR/x509/ca.pem"; fact x509_user_cert "$DIR/x509/user.pem"; fact x509_user_key "$DIR/x509/user.key"; fi
