#!/bin/sh
# footprint.sh - static, stripped binary sizes and session memory of the peers. Needs a built harness (build.sh) and server.sh.
# Optional: LIBSSH2_SRC, LIBSSH_SRC (built as in build.sh), LIBSSH2_MBEDTLS_LIB (libssh2.a built on mbedTLS), DBCLIENT_STATIC (a static dbclient)
set -u
here=$(cd "$(dirname "$0")" && pwd); export BENCH_WORK="${BENCH_WORK:-$here/../../build/bench}"; W=$BENCH_WORK; O=$W/foot; mkdir -p "$O"
f="-Os -ffunction-sections -fdata-sections -static -Wl,--gc-sections -s"
sz() { [ -f "$2" ] && printf '%-44s %8d bytes (text %s)\n' "$1" "$(stat -c %s "$2")" "$(size "$2" | awk 'NR==2{print $1}')" || printf '%-44s n/a\n' "$1"; }
gcc $f -x c - -o "$O/empty" <<'C'
int main(void) { return 0; }
C
sz "empty static C program (libc floor)" "$O/empty"
printf '#include <string>\n#include <cstdio>\nint main(int c,char**v){std::string s(v[0]);try{if(c>9)throw 1;}catch(int){}std::puts(s.c_str());}\n' | g++ $f -std=c++20 -x c++ - -o "$O/emptypp"; sz "empty static C++ program (+exceptions)" "$O/emptypp"
gcc $f "$here/footprint/min_libssh2.c" -o "$O/l2deb" -lssh2 -lssl -lcrypto -lz -ldl -lpthread 2>/dev/null; sz "libssh2 (distribution) + OpenSSL" "$O/l2deb"
[ -n "${LIBSSH2_SRC:-}" ] && gcc $f -I"$LIBSSH2_SRC/include" "$here/footprint/min_libssh2.c" -o "$O/l2new" "$LIBSSH2_SRC/build-OpenSSL/src/libssh2.a" -lcrypto -ldl -lpthread 2>/dev/null; sz "libssh2 (new) + OpenSSL" "$O/l2new"
[ -n "${LIBSSH2_MBEDTLS_LIB:-}" ] && gcc $f "$here/footprint/min_libssh2.c" -o "$O/l2mbed" "$LIBSSH2_MBEDTLS_LIB" -lmbedtls -lmbedx509 -lmbedcrypto 2>/dev/null; sz "libssh2 + mbedTLS" "$O/l2mbed"
[ -n "${LIBSSH_SRC:-}" ] && gcc $f -I"$LIBSSH_SRC/include" -I"$LIBSSH_SRC/build/include" "$here/footprint/min_libssh.c" -o "$O/lnew" "$LIBSSH_SRC/build/src/libssh.a" -lcrypto -ldl -lpthread 2>/dev/null; sz "libssh (new) + OpenSSL" "$O/lnew"
[ -n "${DBCLIENT_STATIC:-}" ] && cp "$DBCLIENT_STATIC" "$O/dbc" && strip "$O/dbc"; sz "dropbear dbclient (static)" "$O/dbc"
g++ $f -std=c++20 "$here/footprint/cryptopp_min.cpp" -o "$O/cpp" -lcryptopp; sz "Crypto++ primitives, no RSA" "$O/cpp"
g++ $f -std=c++20 -DWITH_RSA "$here/footprint/cryptopp_min.cpp" -o "$O/cpprsa" -lcryptopp; sz "Crypto++ primitives + RSA verify" "$O/cpprsa"
echo "-- shared libraries (mapped text, for comparison)"; for l in libcrypto.so.3 libssh2.so.1 libssh.so.4 libcryptopp.so.8; do p=$(ldconfig -p | awk -v l=$l '$1==l{print $NF; exit}'); [ -n "$p" ] && sz "$l" "$(readlink -f "$p")"; done
echo "-- session memory (authenticated, idle)"; sh "$here/server.sh" start >/dev/null
for d in "$W"/bin/driver_*; do for n in 1 100; do printf '%-18s %s ' "$(basename "$d")" "$n"; c=aes256-gcm@openssh.com; m=hmac-sha2-256; case $d in *libssh2-deb) c=aes256-ctr;; esac
  "$d" idle --port "${BENCH_PORT:-22022}" --key "$W/id_ed25519" --cipher $c --mac $m --count $n | head -1; done; done
for d in "$W"/bin/driver_*; do printf '%-18s idle peak RSS (kB): ' "$(basename "$d")"; c=aes256-gcm@openssh.com; case $d in *libssh2-deb) c=aes256-ctr;; esac
  "$W/bin/measure" -n 1 -- "$d" latency --port "${BENCH_PORT:-22022}" --key "$W/id_ed25519" --cipher $c --mac hmac-sha2-256 --count 1 | cut -d' ' -f3; done
