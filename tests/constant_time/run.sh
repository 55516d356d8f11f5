#!/bin/sh
# Judges the programs of this folder; docs/security.md says what is shown.
#
#   run.sh memcheck PROGRAM    no branch and no address comes from a secret
#   run.sh count PROGRAM       each operation takes the same number of instructions whatever the secrets
#   run.sh divisions PROGRAM   there is no instruction of division, whose time depends on its operands, but in the functions of
#                              divisions.txt
#   run.sh leaky PROGRAM       the test of the three: each leak of leaky.cpp is found, and nothing else
#   run.sh declassified ROOT   every secret that the library lets become public is in declassified.txt
#
# 77 where valgrind is missing.
set -u

fail() { printf '%s\n' "$*" >&2; exit 1; }
need_valgrind() {
    command -v valgrind >/dev/null 2>&1 || { echo "skipped peer: valgrind: not installed"; exit 77; }
}

memcheck() { valgrind --quiet --error-exitcode=9 --num-callers=16 "$1" memcheck ${2:+"$2"}; }

# The runs of all operations: "name<tab>instructions", a line for each.
counts() {
    folder=$(mktemp -d) || exit 1
    trap 'rm -rf "$folder"' EXIT
    # symbols are bound at once, so that no run pays for it
    LD_BIND_NOW=1 valgrind --quiet --tool=callgrind --collect-atstart=no --callgrind-out-file="$folder/out" \
        "$1" count >"$folder/log" 2>&1 || { cat "$folder/log" >&2; return 1; }
    [ -e "$folder/out.1" ] || return 0
    sed -n 's/^desc: Trigger: Client Request: //p; s/^totals: /\t/p' "$folder"/out.* |
        awk '/^\t/ { if (name != "" && name != "unwatched") print name $0; name = ""; next } { name = $0 }'
}

divisions() {
    listing=$(objdump --disassemble --demangle --no-show-raw-insn "$1") || fail "no listing of $1"
    printf '%s\n' "$listing" | awk -v allowed="$(dirname "$0")/divisions.txt" '
        BEGIN { while ((getline line < allowed) > 0) if (line ~ /^[^# ]/) parts[line] }
        /^[0-9a-f]+ </ {
            # the name of the function itself: what is between brackets names its arguments
            name = own = $0
            sub(/^[0-9a-f]+ </, "", own)
            sub(/>:$/, "", own)
            while (gsub(/<[^<>]*>/, "", own) + gsub(/\([^()]*\)/, "", own)) {}
            excused = 0
            for (part in parts) if (index(own, part)) excused = 1
        }
        /\ti?div[bwlq]? / && !excused { print name "\n   " $0 }'
}

case ${1:-} in
memcheck)
    need_valgrind
    memcheck "$2" || fail "memcheck complains, or the program failed"
    ;;
count)
    need_valgrind
    all=$(counts "$2") || fail "callgrind failed"
    [ -n "$all" ] || fail "nothing was counted"
    printf '%s\n' "$all" | awk -F'\t' '
        !($1 in first) { first[$1] = $2 }
        $2 != first[$1] { differs[$1] = differs[$1] " " $2 }
        { ++runs[$1] }
        END {
            for (name in first) {
                printf "%s: %d runs of %d instructions\n", name, runs[name], first[name]
                if (name in differs) { printf "%s: others took%s\n", name, differs[name]; bad = 1 }
                if (runs[name] < 10) { printf "%s: too few runs\n", name; bad = 1 }
            }
            exit bad
        }' || fail "instruction counts depend on secrets"
    ;;
divisions)
    found=$(divisions "$2") || exit 1
    [ -z "$found" ] || fail "divisions:
$found"
    ;;
leaky)
    need_valgrind
    counted=$(counts "$2") || fail "callgrind failed"
    for name in $("$2" list); do
        status=0
        memcheck "$2" "$name" >/dev/null 2>&1 || status=$?
        case $name in
        clean_*) [ $status = 0 ] || fail "$name: memcheck complains of what is clean" ;;
        *) [ $status = 9 ] || fail "$name: memcheck has not seen the leak (status $status)" ;;
        esac
        different=$(printf '%s\n' "$counted" | grep "^$name	" | sort -u | wc -l)
        case $name in
        *_counts) [ "$different" -gt 1 ] || fail "$name: the counts are equal" ;;
        *) [ "$different" -le 1 ] || fail "$name: the counts differ" ;;
        esac
    done
    found=$(divisions "$2") || exit 1
    for function in divided divided_beside; do
        case $found in *"::$function"[\(\<]*) ;; *) fail "$function: the division was not found" ;; esac
    done
    ;;
declassified)
    # "file: call(argument)" for each place in the library, against the lines of the list that begin a paragraph
    there=$(cd "$2/include/hawser" && grep -rnE '(declassify|declassify_bytes|given_away)\(' . |
        grep -vE '(inline void|constexpr bool) ' | awk '{
            file = substr($0, 3, index($0, ":") - 3)
            rest = $0
            while (match(rest, /(declassify|declassify_bytes|given_away)\(/)) {
                rest = substr(rest, RSTART)
                depth = 0
                for (end = 1; end <= length(rest); ++end) {
                    c = substr(rest, end, 1)
                    if (c == "(") ++depth
                    if (c == ")" && --depth == 0) break
                }
                print file ": " substr(rest, 1, end)
                rest = substr(rest, end + 1)
            }
        }' | LC_ALL=C sort)
    listed=$(grep -E '^[^# ]+: ' "$2/tests/constant_time/declassified.txt" | LC_ALL=C sort)
    [ "$there" != "$listed" ] || exit 0
    folder=$(mktemp -d) || exit 1
    trap 'rm -rf "$folder"' EXIT
    printf '%s\n' "$there" >"$folder/there"
    printf '%s\n' "$listed" | diff - "$folder/there" |
        sed -n 's/^< /listed, but not there: /p; s/^> /there, but not listed: /p' >&2
    fail "declassified.txt does not argue what the library lets become public"
    ;;
*) fail "see the head of run.sh" ;;
esac
