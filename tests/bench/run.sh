#!/bin/sh
# run.sh DRIVER [-n RUNS] [-q]   our client, DRIVER and with libcrypto DRIVER_openssl, beside the system's ssh and sftp and
# Debian's libssh: one table, then ratios with the goals. -q: fewer bytes and runs, to see that everything works.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
driver=$1
shift
runs=7 quick=
while getopts n:q f; do case $f in n) runs=$OPTARG ;; q) quick=yes ;; *) exit 2 ;; esac; done
export BENCH_WORK="${BENCH_WORK:-$here/../../build/bench}"
export BENCH_EXTRA="hawser=$driver hawser-openssl=${driver}_openssl"
export BENCH_TSV="$BENCH_WORK/results.tsv"
rtt_runs=3
if [ -n "$quick" ]; then
    runs=1 rtt_runs=1
    export BENCH_BYTES=134217728 BENCH_LATENCY_COUNT=20
fi
mkdir -p "$BENCH_WORK"
rm -f "$BENCH_TSV"
sh "$here/build.sh" >"$BENCH_WORK/build.log" 2>&1 || { cat "$BENCH_WORK/build.log" >&2; exit 1; }
trap 'sh "$here/server.sh" stop 2>/dev/null || true; rm -f /dev/shm/bench_*' EXIT

# Key exchanges that all clients share and that cost the same to all.
export BENCH_KEX=curve25519-sha256
clients="openssh libssh-deb hawser"
sh "$here/peers.sh" -o "get put exec" -c "$clients" -n "$runs"
sh "$here/peers.sh" -o get -c hawser-openssl -C chacha20-poly1305@openssh.com -n "$runs"
BENCH_LATENCY_COUNT=${BENCH_LATENCY_COUNT:-200} sh "$here/peers.sh" -o "latency" -c "libssh-deb hawser" -C aes256-gcm@openssh.com -n "$rtt_runs"
BENCH_LATENCY_COUNT=5 sh "$here/peers.sh" -o "latency" -c "openssh" -C aes256-gcm@openssh.com -n "$rtt_runs"

awk -F '\t' '
    { of = $1 " " $2 " " $3; cpu[of] = $8; rss[of] = $9; spread[of] = sprintf("%.2f to %.2f", $11, $12) }
    function row(op, cipher, peer, goal, who,    ours, theirs) {
        if (who == "") who = "hawser"
        ours = who " " op " " cipher; theirs = peer " " op " " cipher
        if (cpu[theirs] > 0 && cpu[ours] > 0)
            printf "%-14s %-5s %-30s %6.2f of %-10s  goal %-4s  s/GiB %.2f (%s) of %.2f (%s)  peak %.1f MB\n", who, op, cipher, cpu[ours] / cpu[theirs],
                peer, goal, cpu[ours], spread[ours], cpu[theirs], spread[theirs], rss[ours]
    }
    END {
        print "== client CPU, ours divided by the peer in this run: medians, and in brackets the least and the most"
        gcm = "aes256-gcm@openssh.com"; chacha = "chacha20-poly1305@openssh.com"; ctr = "aes256-ctr"
        row("get", gcm, "openssh", "0.50"); row("put", gcm, "openssh", "0.80"); row("exec", gcm, "openssh", "0.68")
        row("get", ctr, "openssh", "0.65"); row("put", ctr, "openssh", "-"); row("exec", ctr, "openssh", "-")
        row("get", chacha, "libssh-deb", "1.0"); row("get", chacha, "libssh-deb", "0.40", "hawser-openssl")
        row("put", chacha, "libssh-deb", "-"); row("get", chacha, "openssh", "-")
        of = "hawser latency " gcm
        printf "latency  %.3f ms (%s) of client CPU for connect, login and exec   goal 0.6\n", cpu[of], spread[of]
    }' "$BENCH_TSV"

echo "== system calls for one download of ${BENCH_BYTES:-1073741824} bytes (goal 16,000 a GiB)"
port=${BENCH_PORT:-22022}
"$driver" get --host 127.0.0.1 --port "$port" --user "$(id -un)" --key "$BENCH_WORK/id_ed25519" --cipher aes256-gcm@openssh.com \
    --path "/dev/shm/bench_${BENCH_BYTES:-1073741824}.bin" --bytes "${BENCH_BYTES:-1073741824}" --stats

echo "== 64 MiB through a 100 ms round trip (goals: get 1.2 s, put 4.1 s)"
BENCH_BYTES=67108864 BENCH_SLOW_BYTES=67108864 sh "$here/latency.sh" -r 100 -c "openssh hawser" -n "$rtt_runs"

echo "== what compiling costs: a file that includes the SFTP client, beside a blocking HTTP client with Asio and Beast (goals: 8 s, 600 MB; compiled 3.5 s, 300 MB)"
export CXXFLAGS_EXTRA="-I$here/../../include"
sftp=$here/../footprint/sftp_client.cpp
COMPILERS=g++ ONLY="asio_beast_http_client sftp_header_only sftp_compiled" sh "$here/compile_cost.sh" "sftp_header_only=$sftp" \
    "sftp_compiled=$sftp=-DHAWSER_SEPARATE_COMPILATION=1"
