#!/usr/bin/env bash
# start-libssh.sh DIR PORT      packages: libssh-dev libssh-doc (its examples are the server), gcc,
#                               openssh-client openssh-sftp-server
#
# libssh 0.10's own example server ssh_server.c, compiled into DIR from the examples of libssh-doc, or from the copy
# that ./dev peers unpacks where documentation is not installed. One process per connection, publickey and password, exec, shell with terminal, sftp
# through the external sftp-server. The password is compiled in, so that it stands on no command line; commands run as whoever started this script.
# PEER_KBDINT=1  the example samplesshd-kbdint.c instead (keyboard-interactive, echoes a shell;
#                it answers one connection and exits; user libssh)
. "$(dirname "$0")/common.sh"
peer_begin "$@"
ex=/usr/share/doc/libssh-dev/examples
[ -e $ex/ssh_server.c ] || ex=$HAWSER_PEERS/libssh/$ex
[ -e "$ex/ssh_server.c" ] || skip "apt-get install libssh-doc"
need gcc gcc
[ -e /usr/include/libssh/server.h ] || skip "apt-get install libssh-dev"
process_account
make_host_keys; make_user_keys
mkdir -p "$DIR/hostkeys" "$DIR/home"
(umask 077; mkdir -p "$DIR/build")
for t in rsa:rsa dsa:dsa ecdsa256:ecdsa ed25519:ed25519; do
  if [ -e "$DIR/host_${t%:*}" ]; then install -m 600 "$DIR/host_${t%:*}" "$DIR/hostkeys/ssh_host_${t#*:}_key"; fi
done
printf '#define HAVE_ARGP_H 1\n#define HAVE_PTY_H 1\n#define HAVE_UTMP_H 1\n#define WITH_FORK 1\n' >"$DIR/build/config.h"
src=ssh_server; [ "${PEER_KBDINT:-}" != 1 ] || src=samplesshd-kbdint
sed -e 's|^#define SFTP_SERVER_PATH.*|#define SFTP_SERVER_PATH "/usr/lib/openssh/sftp-server"|' \
  -e "s|\"mypassword\"|\"$PEER_PASSWORD\"|; s|^#define SSHD_PASSWORD .*|#define SSHD_PASSWORD \"$PEER_PASSWORD\"|" \
  "$ex/$src.c" >"$DIR/build/$src.c"
grep -qF "\"$PEER_PASSWORD\"" "$DIR/build/$src.c" || die "cannot set the password in $src.c"
gcc -O1 -w -I"$DIR/build" -I"$ex" -DKEYS_FOLDER="\"$DIR/hostkeys/\"" -o "$DIR/build/$src" "$DIR/build/$src.c" -lssh -lutil -lpthread >>"$DIR/log" 2>&1 || die "cannot compile $src.c, see $DIR/log"
for f in "$DIR"/host_{ed25519,ecdsa256,rsa}.pub; do
  echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"
done >"$DIR/known_hosts"
if [ $src = ssh_server ]; then
  install -m 600 "$DIR/host_rsa" "$DIR/hostkeys/rsa"
  cd "$DIR/home"
  # -k once per key: with the default keys only the ed25519 one is offered
  spawn "$DIR/build/$src" -k "$DIR/host_rsa" -k "$DIR/host_ecdsa256" -k "$DIR/host_ed25519" -p "$PORT" -u "$PEER_USER" -a "$DIR/authorized_keys" 127.0.0.1
  wait_port "$PORT"
  login_facts
else
  spawn "$DIR/build/$src" -p "$PORT" 127.0.0.1      # a probe would use up its only connection
  sleep 0.5; kill -0 "$(cat "$DIR/pid")" || die "did not start"
  PEER_USER=libssh; login_facts
fi
