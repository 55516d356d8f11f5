#!/bin/sh
# check.sh COMPILER [-I...]   holds README.md and docs/ against the project:
#
# - every ```cpp block is marked, on the line before it, with one of
#     <!-- region: examples/01_exec.cpp exec -->   it is that region, //[exec] to //[/exec], indentation aside
#     <!-- compile -->                             it is a whole file, and compiles
#     <!-- statements -->                          it compiles inside a function with the names of frame.hpp
# - what a <!-- refused: FILE --> block quotes is what FILE, a program that must not build, expects;
# - every ./dev verb, CMake preset and HAWSER_ option that is named exists, and so does every file that is linked to.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
compiler=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0
bad() {
    echo "$*"
    status=1
}
cd "$root" || exit 1
pages=$(ls README.md docs/*.md docs/guide/*.md docs/decisions/*.md)
compile() { "$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -DHAWSER_SEPARATE_COMPILATION=1 "$@"; }

# --- blocks: NNN.mark holds "page line mark...", NNN.text the block -------------------------------------------------
number=0
for page in $pages; do
    awk -v page="$page" -v dir="$work" -v n="$number" '
        /^<!-- (region|compile|statements|refused)/ { mark = $0; sub(/^<!-- /, "", mark); sub(/ -->$/, "", mark); next }
        /^```/ && inside { inside = 0; mark = ""; next }
        /^```/ {
            inside = 1
            keep = ($0 ~ /^```cpp/ || mark != "")
            if (keep) {
                file = sprintf("%s/%03d", dir, ++n)
                printf "%s %d %s\n", page, NR + 1, (mark == "" ? "none" : mark) > (file ".mark")
                printf "" > (file ".text")
            }
            next
        }
        inside { if (keep) print > (file ".text"); next }
        NF { mark = "" }' "$page"
    number=$(find "$work" -name '*.mark' | wc -l)
done
[ "$number" -gt 0 ] || bad "no block was found"

region() { # region FILE NAME
    awk -v name="$2" '
        $0 ~ "^ *//\\[" name "\\]$" { on = 1; next }
        $0 ~ "^ *//\\[/" name "\\]$" { on = 0 }
        /^ *\/\/\[/ { next }
        on { if (!seen++) { match($0, /^ */); indent = RLENGTH } print (substr($0, 1, indent) ~ /^ *$/ ? substr($0, indent + 1) : $0) }
    ' "$1"
}
echo '#include "frame.hpp"' >"$work/statements.cpp"
statements=0
for marked in "$work"/*.mark; do
    block=${marked%.mark}
    read -r page line kind file name <"$marked"
    case $kind in
    none) bad "$page:$line: this block is neither compiled nor cut from an example" ;;
    region:)
        if [ ! -f "$file" ]; then
            bad "$page:$line: there is no $file"
            continue
        fi
        region "$file" "$name" >"$block.wanted"
        [ -s "$block.wanted" ] || bad "$page:$line: $file has no region $name"
        diff -u "$block.text" "$block.wanted" >"$block.diff" || bad "$page:$line: differs from $file [$name]
$(sed 1,2d "$block.diff")"
        ;;
    compile)
        { echo "#line $line \"$page\"" && cat "$block.text"; } >"$block.cpp"
        compile "$@" "$block.cpp" || bad "$page:$line: does not compile"
        ;;
    statements)
        statements=$((statements + 1))
        printf 'void block_%s(DOCUMENTED_NAMES) {\n#line %s "%s"\n' "$(basename "$block")" "$line" "$page" >>"$work/statements.cpp"
        { cat "$block.text" && echo '}'; } >>"$work/statements.cpp"
        ;;
    refused:)
        sentence=$(sed -n '1s,^// expect: ,,p' "$file")
        [ -n "$sentence" ] || bad "$page:$line: $file expects nothing"
        grep -qF "$sentence" "$block.text" || bad "$page:$line: does not quote \"$sentence\""
        ;;
    *) bad "$page:$line: unknown mark $kind" ;;
    esac
done
if [ "$statements" -gt 0 ]; then
    compile "$@" -I"$root/tests/docs" "$work/statements.cpp" || bad "statements do not compile"
fi

# --- names ----------------------------------------------------------------------------------------------------------
verbs=$(./dev help | sed -n 's/^  \([a-z]*\) .*/\1/p'; echo help)
for verb in $(cat $pages | grep -o '\./dev [a-z][a-z]*' | cut -d' ' -f2 | sort -u); do
    echo "$verbs" | grep -qx "$verb" || bad "./dev has no verb $verb"
done
for preset in $(cat $pages | grep -oE -- '--preset [a-z]+' | cut -d' ' -f2 | sort -u); do
    grep -q "\"name\": \"$preset\"" CMakePresets.json || bad "there is no preset $preset"
done
for option in $(cat $pages | grep -oE -- '-D(HAWSER|hawser)_[A-Z_]+' | cut -c3- | sort -u); do
    grep -rqw "$option" CMakeLists.txt cmake include/hawser/core/config.hpp || bad "there is no option $option"
done
for page in $pages; do
    folder=$(dirname "$page")
    for target in $(awk '/^```/ { inside = !inside; next } !inside' "$page" | grep -oE '\]\([^)#: ]+' | cut -c3-); do
        [ -e "$folder/$target" ] || bad "$page: links to $target, which is not there"
    done
    for target in $(grep -oE '`(include/hawser|examples|tests|docs|cmake)/[A-Za-z0-9_./-]+`' "$page" | tr -d '`' | sort -u); do
        [ -e "$target" ] || bad "$page: names $target, which is not there"
    done
    for target in $(grep -oE '<hawser/[a-z0-9_/]+\.[hi]pp>' "$page" | tr -d '<>' | sort -u); do
        [ -e "include/$target" ] || bad "$page: names <$target>, which is not there"
    done
done
[ $status = 0 ] && echo "$number blocks, $statements of them statements"
exit $status
