#!/usr/bin/env bash
# start-go.sh DIR PORT      packages: golang-go golang-golang-x-crypto-dev
#                           golang-github-pkg-sftp-dev openssh-client
#
# Server on golang.org/x/crypto/ssh 0.4.0, SFTP version 3 by github.com/pkg/sftp. Built offline
# from Debian's -dev packages in GOPATH mode, no module download. Accounts live in the process;
# no root needed. $PEER_USER: publickey, password, keyboard-interactive (password, "blue").
# PEER_LEGACY=1 arcfour*, aes128-cbc, 3des-cbc, group1; PEER_REKEY bytes; PEER_BANNER auth banner
. "$(dirname "$0")/common.sh"
peer_begin "$@"
need go golang-go
[ -d /usr/share/gocode/src/golang.org/x/crypto/ssh ] || skip "apt-get install golang-golang-x-crypto-dev"
[ -d /usr/share/gocode/src/github.com/pkg/sftp ] || skip "apt-get install golang-github-pkg-sftp-dev"
make_host_keys; make_user_keys
mkdir -p "$DIR/home"
if [ ! -x "$DIR/peer_go" ] || [ "$PEERS_HOME/peer_go.go" -nt "$DIR/peer_go" ]; then
  GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE="$DIR/gocache" GOFLAGS=-p=1 \
    go build -o "$DIR/peer_go" "$PEERS_HOME/peer_go.go" >>"$DIR/log" 2>&1 || die "cannot build, see $DIR/log"
fi
for f in "$DIR"/host_{ed25519,ecdsa256,ecdsa384,ecdsa521,rsa,dsa}.pub; do
  if [ -e "$f" ]; then echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"; fi
done >"$DIR/known_hosts"
process_account
spawn "$DIR/peer_go" "$DIR" "$PORT"
wait_port "$PORT"
login_facts
