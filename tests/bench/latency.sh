#!/bin/sh
# latency.sh - SFTP get/put of BENCH_BYTES (default 64 MiB) and connect+exec through a delaying TCP proxy at several RTTs.
#   latency.sh [-r "0 20 100"] [-c "client ..."] [-C cipher] [-n runs] [-o ops]
set -u
here=$(cd "$(dirname "$0")" && pwd); export BENCH_WORK="${BENCH_WORK:-$here/../../build/bench}"
rtts="20 100"; clients="openssh libssh2-new libssh-deb libssh-new"; cipher=aes256-gcm@openssh.com; runs=3; ops="get put"
while getopts r:c:C:n:o: f; do case $f in r) rtts=$OPTARG;; c) clients=$OPTARG;; C) cipher=$OPTARG;; n) runs=$OPTARG;; o) ops=$OPTARG;; *) exit 2;; esac; done
export BENCH_BYTES=${BENCH_BYTES:-67108864} BENCH_SLOW_BYTES=${BENCH_SLOW_BYTES:-67108864}
pp=${BENCH_PROXY_PORT:-22023}
for r in $rtts; do
  taskset -c "${BENCH_SERVER_CPU:-1}" "$BENCH_WORK/bin/delay_proxy" "$pp" "${BENCH_PORT:-22022}" "$r" > /dev/null & p=$!
  sleep 0.3; echo "== RTT $r ms"
  BENCH_HOST_PORT=$pp sh "$here/peers.sh" -o "$ops" -c "$clients" -C "$cipher" -n "$runs"
  kill "$p"; wait "$p" 2>/dev/null || true
done
