#!/bin/sh
# peers.sh - measure SSH clients against a throwaway local sshd and print one table.
#   peers.sh [-o "get put exec connect latency small-get small-put"] [-c "client ..."] [-C "cipher ..."] [-n runs]
# Environment: BENCH_WORK (state+binaries), BENCH_BYTES (default 1 GiB), BENCH_SLOW_BYTES (256 MiB, for "slow" clients),
#   BENCH_PORT / BENCH_HOST_PORT (connect to another port, e.g. a delay proxy), BENCH_EXTRA="name=path-to-driver ..." (further rows),
#   BENCH_TMPFS (default /dev/shm), PYTHON (interpreter that has paramiko/asyncssh), BENCH_TSV (also append raw rows there).
# Columns: client op cipher | wall s | MB/s | client cpu s | cpu s/GiB (or ms/op) | peak RSS MB | sshd cpu s/GiB (or ms/op)
set -u
here=$(cd "$(dirname "$0")" && pwd); export BENCH_WORK="${BENCH_WORK:-$here/../../build/bench}"; W=$BENCH_WORK; B=$W/bin
ops="get put exec latency"; clients="openssh scp-legacy libssh2-deb libssh2-new libssh-deb libssh-new"; runs=3
ciphers="aes256-gcm@openssh.com chacha20-poly1305@openssh.com aes256-ctr"
while getopts o:c:C:n: f; do case $f in o) ops=$OPTARG;; c) clients=$OPTARG;; C) ciphers=$OPTARG;; n) runs=$OPTARG;; *) exit 2;; esac; done
bytes=${BENCH_BYTES:-1073741824}; slow=${BENCH_SLOW_BYTES:-268435456}; T=${BENCH_TMPFS:-/dev/shm}; port=${BENCH_HOST_PORT:-${BENCH_PORT:-22022}}
lat=${BENCH_LATENCY_COUNT:-20}; nf=${BENCH_SMALL_FILES:-2000}; fs=${BENCH_SMALL_BYTES:-4096}
[ -x "$B/measure" ] || sh "$here/build.sh" >/dev/null
sh "$here/server.sh" start >&2; K=$W/id_ed25519; spid=$(cat "$W/etc/sshd.pid"); export BENCH_HOSTKEY=$(ssh-keygen -lf "$W/etc/hk_ed25519.pub" | cut -d' ' -f2)
[ -f "$K.dropbear" ] || dropbearconvert openssh dropbear "$K" "$K.dropbear" >/dev/null 2>&1
[ -f "$K.ppk" ] || puttygen "$K" -O private -o "$K.ppk" 2>/dev/null
mkfile() { [ "$(stat -c %s "$1" 2>/dev/null || echo 0)" = "$2" ] || head -c "$2" /dev/zero | openssl enc -aes-128-ctr -K 00000000000000000000000000000001 -iv 00 2>/dev/null > "$1"; }
driver() { # name -> command in $cmd ; slow clients get fewer bytes
  n=$bytes
  case $1 in
    openssh) cmd="env BENCH_TOOL=sftp sh $here/drivers/driver_cli.sh";; scp) cmd="env BENCH_TOOL=scp sh $here/drivers/driver_cli.sh";;
    scp-legacy) cmd="env BENCH_TOOL=scp-legacy sh $here/drivers/driver_cli.sh";; dbclient) cmd="env BENCH_TOOL=dbclient sh $here/drivers/driver_cli.sh";;
    putty) cmd="env BENCH_TOOL=putty sh $here/drivers/driver_cli.sh";;
    paramiko|asyncssh) cmd="${PYTHON:-python3} $here/drivers/driver_$1.py"; n=$slow;;
    *) cmd=; for e in ${BENCH_EXTRA:-}; do [ "${e%%=*}" = "$1" ] && cmd=${e#*=}; done; [ -n "$cmd" ] || cmd="$B/driver_$1";;
  esac
}
printf '%-14s %-10s %-30s %9s %9s %9s %10s %9s %10s\n' client op cipher wall_s MB/s cpu_s cpu/GiB rss_MB sshd/GiB
for op in $ops; do for c in $ciphers; do for cl in $clients; do
  driver "$cl"; mac=hmac-sha2-256-etm@openssh.com
  case $cl in libssh2-deb) mac=hmac-sha2-256;; esac
  a="--host 127.0.0.1 --port $port --user $(id -un) --key $K --cipher $c --mac $mac ${BENCH_KEX:+--kex $BENCH_KEX}"; unit=1
  case $op in
    get) mkfile "$T/bench_$n.bin" "$n"; a="$a --path $T/bench_$n.bin --local /dev/null --bytes $n";;
    put) mkfile "$T/bench_$n.bin" "$n"; a="$a --path /dev/null --local $T/bench_$n.bin --bytes $n";;
    exec) a="$a --bytes $n";;
    connect|latency) a="$a --count $lat"; n=0; unit=$lat;;
    small-get|small-put) d=$T/bench_small_$nf; if [ ! -d "$d" ]; then mkdir -p "$d"; i=0; while [ $i -lt "$nf" ]; do head -c "$fs" /dev/zero > "$d/f$(printf %05d $i)"; i=$((i+1)); done; fi
      n=0; unit=$nf; if [ $op = small-get ]; then a="$a --path $d --files $nf --bytes $fs"; else rm -rf "$T/bench_small_up"; a="$a --path $T/bench_small_up --local $d --files $nf --bytes $fs"; fi;;
  esac
  r=$("$B/measure" -n "$runs" -c "${BENCH_CLIENT_CPU:-0}" -s "$spid" -- $cmd "$op" $a 2>/dev/null)
  echo "$cl $op $c $n $unit $r" | awk -v out="${BENCH_TSV:-}" '{ w=$6; c=$7; rss=$8; s=$9; bad=$10; least=$11; most=$12; n=$4; u=$5;
    if (w==0) { printf "%-14s %-10s %-30s %9s\n",$1,$2,$3,"n/a"; exit }
    if (n>0) { g=n/1073741824; printf "%-14s %-10s %-30s %9.3f %9.0f %9.3f %10.3f %9.1f %10.3f%s\n",$1,$2,$3,w,n/w/1e6,c,c/g,rss/1024,s/g,bad?"  ("bad" failed)":"" ; x=c/g; y=s/g; least/=g; most/=g }
    else { printf "%-14s %-10s %-30s %9.3f %9s %9.3f %8.3fms %9.1f %8.3fms%s  wall/op %.3f ms\n",$1,$2,$3,w,"-",c,c/u*1e3,rss/1024,s/u*1e3,bad?"  ("bad" failed)":"",w/u*1e3; x=c/u*1e3; y=s/u*1e3; least*=1e3/u; most*=1e3/u }
    if (out!="") printf "%s\t%s\t%s\t%d\t%d\t%.4f\t%.4f\t%.4f\t%.1f\t%.4f\t%.4f\t%.4f\n",$1,$2,$3,n,u,w,c,x,rss/1024,y,least,most >> out }'
done; done; done
