#!/bin/sh
# compile_cost.sh - CPU seconds and peak memory of one translation unit, to anchor the compile-time budget.
# Extra TUs: compile_cost.sh name=file.cpp[=flag] ...   CXXFLAGS_EXTRA is passed through; COMPILERS (default "g++ clang++") and
# ONLY (names; default all) narrow it.
set -u
here=$(cd "$(dirname "$0")" && pwd); W=${BENCH_WORK:-$here/../../build/bench}; O=$W/cc; mkdir -p "$O"; M=$W/bin/measure
tu() { # name, flags ; source on stdin
  n=$1; shift; cat > "$O/$n.cpp"
  case " ${ONLY:-$n} " in *" $n "*) ;; *) return 0 ;; esac
  for cxx in ${COMPILERS:-g++ clang++}; do command -v $cxx >/dev/null || continue
    set -- "$@"; r=$("$M" -n 3 -- $cxx -std=c++20 "$@" -c "$O/$n.cpp" -o "$O/$n.o" ${CXXFLAGS_EXTRA:-} 2>/dev/null)
    lines=$($cxx -std=c++20 "$@" -E "$O/$n.cpp" ${CXXFLAGS_EXTRA:-} 2>/dev/null | wc -l)
    echo "$r" | awk -v n="$n" -v c=$cxx -v f="$*" -v l="$lines" '{printf "%-30s %-8s %-6s %7.2f s %7.0f MB  %8d preprocessed lines\n", n,c,f,$2,$3/1024,l}'; done
}
CPP='#include <cryptopp/aes.h>
#include <cryptopp/chacha.h>
#include <cryptopp/gcm.h>
#include <cryptopp/hmac.h>
#include <cryptopp/modes.h>
#include <cryptopp/osrng.h>
#include <cryptopp/poly1305.h>
#include <cryptopp/rsa.h>
#include <cryptopp/sha.h>
#include <cryptopp/xed25519.h>'
echo 'int main(){}' | tu empty -O2
printf '#include <string>\n#include <vector>\n#include <array>\n#include <span>\n#include <variant>\n#include <optional>\n#include <functional>\n#include <memory>\n#include <chrono>\n#include <concepts>\n#include <coroutine>\n#include <system_error>\nint main(){}\n' | tu std_headers_typical -O2
printf '%s\nint main(){}\n' "$CPP" | tu cryptopp_headers_only -O2
sed -n '1,200p' "$here/footprint/cryptopp_min.cpp" | tu cryptopp_used -O2 -DWITH_RSA
# Boost 1.74 forgets <utility>
printf '#include <utility>\n#include <boost/asio.hpp>\nint main(){boost::asio::io_context c; boost::asio::ip::tcp::socket s(c); c.run();}\n' | tu asio -O2
# Boost 1.74 forgets <utility>
printf '#include <utility>\n#include <boost/asio.hpp>\n#include <boost/beast.hpp>\nnamespace b=boost::beast;namespace h=b::http;int main(){boost::asio::io_context c;b::tcp_stream s(c);h::request<h::string_body> q{h::verb::get,"/",11};h::write(s,q);b::flat_buffer f;h::response<h::dynamic_body> r;h::read(s,f,r);}\n' | tu asio_beast_http_client -O2
printf '#include <libssh2.h>\n#include <libssh2_sftp.h>\nint main(){libssh2_init(0);}\n' | tu libssh2_user -O2
for e in "$@"; do name=${e%%=*}; rest=${e#*=}; file=${rest%%=*}; flag=${rest#"$file"}; tu "$name" -O2 ${flag#=} < "$file"; done
