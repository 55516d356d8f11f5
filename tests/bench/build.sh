#!/bin/sh
# build.sh - build the harness into $BENCH_WORK/bin. Peers that are missing are skipped.
# Optional newer peers: LIBSSH2_SRC / LIBSSH_SRC = a source checkout that was built in build-OpenSSL/ resp. build/ (static library).
set -eu
here=$(cd "$(dirname "$0")" && pwd); W=${BENCH_WORK:-$here/../../build/bench}; B=$W/bin; mkdir -p "$B"
CXX=${CXX:-g++}; CC=${CC:-gcc}; F="-std=c++20 -O2 -Wall -Wextra"; D=$here/drivers
$CC -O2 -Wall "$here/measure.c" -o "$B/measure"
$CXX $F "$here/delay_proxy.cpp" -o "$B/delay_proxy" || true
has() { echo "#include <$1>" | $CXX -std=c++20 -x c++ -E - $2 >/dev/null 2>&1; }
o=; has openssl/evp.h "" && o="-DWITH_OPENSSL -lcrypto"
$CXX -std=c++20 -O3 "$here/limits.cpp" -o "$B/limits" $o
$CXX -std=c++20 -O3 -I"$here/../../include" "$here/crypto_bench.cpp" -o "$B/crypto_bench" -lcryptopp $o
has libssh2.h "" && $CXX $F "$D/driver_libssh2.cpp" -o "$B/driver_libssh2-deb" -lssh2 || echo "skip libssh2-deb"
has libssh/libssh.h "" && $CXX $F -Wno-deprecated-declarations "$D/driver_libssh.cpp" -o "$B/driver_libssh-deb" -lssh || echo "skip libssh-deb"
[ -n "${LIBSSH2_SRC:-}" ] && $CXX $F -I"$LIBSSH2_SRC/include" "$D/driver_libssh2.cpp" -o "$B/driver_libssh2-new" "$LIBSSH2_SRC/build-OpenSSL/src/libssh2.a" -lcrypto -lz
[ -n "${LIBSSH_SRC:-}" ] && $CXX $F -DLIBSSH_HAS_AIO -I"$LIBSSH_SRC/include" -I"$LIBSSH_SRC/build/include" "$D/driver_libssh.cpp" -o "$B/driver_libssh-new" "$LIBSSH_SRC/build/src/libssh.a" -lcrypto -lz
ls "$B"
