#!/bin/sh
# server.sh start|stop|env - throwaway OpenSSH sshd on 127.0.0.1, pinned to one core.
# SetEnv SHLVL=2 keeps bash from sourcing the account's ~/.bashrc for every exec (it can cost 100 ms and hides the client).
# State lives in $BENCH_WORK (default: <project>/build/bench). Never touches the system sshd configuration.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
W=${BENCH_WORK:-$here/../../build/bench}; PORT=${BENCH_PORT:-22022}; CPU=${BENCH_SERVER_CPU:-1}
case "${1:-}" in
start)
  mkdir -p "$W/etc"; chmod 700 "$W"; mkdir -p /run/sshd
  [ -f "$W/etc/hk_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -f "$W/etc/hk_ed25519"
  [ -f "$W/etc/hk_rsa" ] || ssh-keygen -q -t rsa -b 3072 -N '' -f "$W/etc/hk_rsa"
  [ -f "$W/etc/hk_ecdsa" ] || ssh-keygen -q -t ecdsa -b 256 -N '' -f "$W/etc/hk_ecdsa"
  [ -f "$W/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C bench -f "$W/id_ed25519"
  cp "$W/id_ed25519.pub" "$W/etc/authorized_keys"
  printf '[127.0.0.1]:%s %s\n' "$PORT" "$(cut -d' ' -f1,2 "$W/etc/hk_ed25519.pub")" > "$W/known_hosts"
  cat > "$W/etc/sshd_config" <<CFG
ListenAddress 127.0.0.1
Port $PORT
HostKey $W/etc/hk_ed25519
HostKey $W/etc/hk_ecdsa
HostKey $W/etc/hk_rsa
AuthorizedKeysFile $W/etc/authorized_keys
PidFile $W/etc/sshd.pid
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
StrictModes no
PrintMotd no
PrintLastLog no
MaxStartups 1000
MaxSessions 1000
LogLevel ERROR
SetEnv SHLVL=2
Subsystem sftp internal-sftp
Ciphers aes256-gcm@openssh.com,aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes256-ctr,aes128-ctr
MACs hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512
CFG
  [ -f "$W/etc/sshd.pid" ] && kill -0 "$(cat "$W/etc/sshd.pid")" 2>/dev/null && { echo "already running"; exit 0; }
  taskset -c "$CPU" "${SSHD:-/usr/sbin/sshd}" -f "$W/etc/sshd_config" -E "$W/etc/sshd.log"
  i=0; while [ ! -s "$W/etc/sshd.pid" ] && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done
  echo "sshd pid $(cat "$W/etc/sshd.pid") port $PORT" ;;
stop) [ -s "$W/etc/sshd.pid" ] && kill "$(cat "$W/etc/sshd.pid")" && rm -f "$W/etc/sshd.pid" ;;
*) echo "usage: $0 start|stop" >&2; exit 2 ;;
esac
