#!/bin/sh
# run.sh [compiler]   install into a temporary folder, then build and run a small program by each way of finding the
# library: find_package (header-only and compiled), add_subdirectory, pkg-config. Then look at what was installed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
export CXX="${1:-${CXX:-c++}}"
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

quietly() { "$@" >"$work/log" 2>&1 || { cat "$work/log"; echo "failed: $*"; exit 1; }; }
runs() { # runs WAY PROGRAM
    # once for the default suite, once for the program's own
    said=$("$2" | tr '\n' ' ')
    case $said in
        SSH-2.0-Hawser_*" "SSH-2.0-Hawser_*" ") echo "$1: $said" ;;
        *) echo "$1: unexpected answer: $said"; exit 1 ;;
    esac
}
build() { # build WAY [cmake arguments]
    way=$1; shift
    quietly cmake -S "$here/$way" -B "$work/$way" -G Ninja "$@"
    quietly cmake --build "$work/$way"
}

quietly cmake -S "$root" -B "$work/build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O1 \
    -DHAWSER_BUILD_COMPILED=ON -DHAWSER_COMPILED_PRESETS=modern -DHAWSER_BUILD_TESTS=OFF -DHAWSER_BUILD_EXAMPLES=OFF
quietly cmake --build "$work/build"
quietly cmake --install "$work/build" --prefix "$work/first"
# An installation must not remember where it was made.
mv "$work/first" "$work/prefix"

build find_package -DCMAKE_PREFIX_PATH="$work/prefix"
runs find_package "$work/find_package/consumer"
runs "find_package, compiled" "$work/find_package/consumer_compiled"
if [ -x "$work/find_package/consumer_openssl" ]; then
    quietly "$work/find_package/consumer_openssl"; echo "find_package, openssl: works"
else
    echo "skipped peer: libcrypto: no OpenSSL 3 to build with"
fi

build add_subdirectory -DHAWSER_SOURCE_DIR="$root"
runs add_subdirectory "$work/add_subdirectory/consumer"

export PKG_CONFIG_PATH="$work/prefix/share/pkgconfig"
quietly "$CXX" -std=c++20 $(pkg-config --cflags hawser) -o "$work/pkg_config" "$here/consumer.cpp" $(pkg-config --libs hawser)
runs pkg-config "$work/pkg_config"

# Every header and body arrived, and nothing that belongs to the tests.
(cd "$root/include" && find . -name '*.[hi]pp' | sort) >"$work/ours"
(cd "$work/prefix/include" && find . -type f | sort) >"$work/installed"
quietly diff "$work/ours" "$work/installed"
if grep -rlE '#define HAWSER_TEST_ALGORITHMS|support/null_algorithms' "$work/prefix"; then
    echo "an installed file selects the test algorithms"; exit 1
fi
if grep -rl HAWSER_TEST_ALGORITHMS "$work/prefix" --include='*.cmake' --include='*.pc'; then
    echo "the package defines HAWSER_TEST_ALGORITHMS"; exit 1
fi
# The same program must build where its reason to fail is gone, or it would fail for another.
quietly "$CXX" -std=c++20 -fsyntax-only -DHAWSER_TEST_ALGORITHMS $(pkg-config --cflags hawser) \
    "$here/must_not_compile/test_only_cipher.cpp"
for program in "$here"/must_not_compile/*.cpp; do
    quietly cmake -DCOMPILER="$CXX" -DSOURCE="$program" -DINCLUDE_DIRS="$work/prefix/include" \
        -P "$root/tests/compile_fail/must_not_compile.cmake"
    echo "refused as it must be: $(basename "$program")"
done
