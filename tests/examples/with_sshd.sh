#!/bin/sh
# with_sshd.sh COMMAND...   run a command against a throwaway sshd of the caller's own, on a free port below 32768, with
# fresh keys in a temporary folder, which is also the command's HOME. The command's words may use
# @host @port @user @key @fingerprint @home; they are exported too, as HAWSER_HOST and so on. Without sshd: status 77.
set -eu
sshd=/usr/sbin/sshd
for needed in "$sshd" "$(command -v ssh-keygen || echo ssh-keygen)"; do
    if [ ! -x "$needed" ]; then
        echo "skipped peer: openssh: $needed is not installed"
        [ -z "${HAWSER_REQUIRE_PEERS:-}" ] || exit 1
        exit 77
    fi
done

made_run=
work=$(mktemp -d "${TMPDIR:-/tmp}/hawser-example.XXXXXX")
cleanup() {
    if [ -s "$work/pid" ]; then kill "$(cat "$work/pid")" 2>/dev/null || true; fi
    rm -rf "$work"
    if [ -n "$made_run" ]; then rmdir /run/sshd 2>/dev/null || true; fi
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

mkdir -m 700 "$work/.ssh"
ssh-keygen -q -t ed25519 -N '' -C host -f "$work/host_key"
ssh-keygen -q -t ed25519 -N '' -C user -f "$work/.ssh/id_ed25519"

# sshd started by root wants its empty folder, which a package's service would have made.
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
    mkdir -p /run/sshd
    made_run=yes
fi

# Programs that run at the same time begin their search at different ports.
port=$((23000 + $$ % 4000))
last=$((port + 50))
while :; do
    cat >"$work/sshd_config" <<CONFIG
ListenAddress 127.0.0.1
Port $port
HostKey $work/host_key
AuthorizedKeysFile $work/.ssh/id_ed25519.pub
PidFile $work/pid
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
StrictModes no
PrintMotd no
PermitRootLogin prohibit-password
LogLevel ERROR
Subsystem sftp internal-sftp
CONFIG
    : >"$work/log"
    "$sshd" -f "$work/sshd_config" -E "$work/log"
    i=0
    while [ ! -s "$work/pid" ] && [ $i -lt 100 ] && ! grep -q 'Cannot bind' "$work/log"; do
        sleep 0.1
        i=$((i + 1))
    done
    [ ! -s "$work/pid" ] || break
    port=$((port + 1))
    if [ $port -gt $last ]; then
        echo "with_sshd: the throwaway sshd did not start:" >&2
        cat "$work/log" >&2
        exit 1
    fi
done
printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d' ' -f1,2 "$work/host_key.pub")" >"$work/.ssh/known_hosts"

export HOME="$work" HAWSER_HOST=127.0.0.1 HAWSER_PORT="$port" HAWSER_KEY="$work/.ssh/id_ed25519"
HAWSER_USER=$(id -un)
HAWSER_FINGERPRINT=$(ssh-keygen -lf "$work/host_key.pub" | cut -d' ' -f2)
export HAWSER_USER HAWSER_FINGERPRINT

count=$#
while [ $count -gt 0 ]; do
    word=$1
    shift
    case $word in
    @host) word=$HAWSER_HOST ;;
    @port) word=$HAWSER_PORT ;;
    @user) word=$HAWSER_USER ;;
    @key) word=$HAWSER_KEY ;;
    @fingerprint) word=$HAWSER_FINGERPRINT ;;
    @home) word=$work ;;
    esac
    set -- "$@" "$word"
    count=$((count - 1))
done
"$@"
