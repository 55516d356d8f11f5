#!/bin/sh
# demo.sh TOOL [user@host] [options of the tool]: without a host, against a throwaway OpenSSH server of the caller's own.
set -eu
tool=$1
shift

for word in "$@"; do
    case $word in
    -h | --help) exec "$tool" --help ;;
    esac
done
host=
case ${1:-} in
'' | -*) ;;
*)
    host=$1
    shift
    ;;
esac
if [ -n "$host" ]; then
    exec "$tool" demo "$@" "$host"
fi

sshd=/usr/sbin/sshd
made_run=
work=$(mktemp -d "${TMPDIR:-/tmp}/hawser-demo.XXXXXX")
cleanup() {
    if [ -s "$work/pid" ]; then kill "$(cat "$work/pid")" 2>/dev/null || true; fi
    rm -rf "$work"
    if [ -n "$made_run" ]; then rmdir /run/sshd 2>/dev/null || true; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

ssh-keygen -q -t ed25519 -N '' -C host -f "$work/host_key"
ssh-keygen -q -t ed25519 -N '' -C demo -f "$work/user_key"
cp "$work/user_key.pub" "$work/authorized_keys"

# sshd started by root wants its empty folder, which a package's service would have made.
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
    mkdir -p /run/sshd
    made_run=yes
fi

port=
for candidate in 22801 22802 22803 22804 22805 22806 22807 22808; do
    cat >"$work/sshd_config" <<CONFIG
ListenAddress 127.0.0.1
Port $candidate
HostKey $work/host_key
AuthorizedKeysFile $work/authorized_keys
PidFile $work/pid
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
StrictModes no
PrintMotd no
PermitRootLogin prohibit-password
LogLevel ERROR
Subsystem sftp internal-sftp -d $work
SetEnv SHLVL=2
CONFIG
    "$sshd" -f "$work/sshd_config" -E "$work/log"
    i=0
    while [ ! -s "$work/pid" ] && [ $i -lt 30 ] && ! grep -q 'Cannot bind' "$work/log"; do
        sleep 0.1
        i=$((i + 1))
    done
    if [ -s "$work/pid" ]; then
        port=$candidate
        break
    fi
    : >"$work/log"
done
if [ -z "$port" ]; then
    echo "demo: the throwaway sshd did not start" >&2
    exit 1
fi
printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$work/host_key.pub")" >"$work/known_hosts"

echo "A throwaway OpenSSH server runs on 127.0.0.1 port $port; it ends with this demo."
case " $* " in
*" --size "*) ;;
*) set -- --size 268435456 "$@" ;;
esac
"$tool" demo -p "$port" -i "$work/user_key" --known-hosts "$work/known_hosts" "$@" "$(id -un)@127.0.0.1"
