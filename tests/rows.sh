#!/bin/sh
# rows.sh [--missing | --covered | --counts]   which rows of docs/features/ have a test that carries their id, and which
# have not.
#
# A row is the first cell of a table headed "ID" (features) or "id" (attacks). A test carries it by
# boost::unit_test::label("ID"), add_label("ID"), or the LABELS of a CTest test. Exit status 1 when a test carries the
# id of no row: then the test or the id is wrong. CTest's labels of lower case are kinds of tests, not ids.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
what=${1:---all}
case $what in --all | --missing | --covered | --counts) ;; *) echo "rows.sh: not understood: $what" >&2; exit 2 ;; esac
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

# file and id of every row
(cd "$root/docs/features" && awk -F'|' '
    /^\| *[Ii][Dd] *\|/ { rows = 1; next }
    !/^\|/ { rows = 0 }
    rows && !/^\|[-: ]*-/ { id = $2; gsub(/ /, "", id); print FILENAME, id }' *.md) >"$work/rows"

# every label in the tests, also where a line was broken before it
{
    find "$root/tests" -name bad -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -exec cat {} + | tr -s '\n ' '  ' |
        grep -oE 'label\( *"[^"]*" *\)' | sed 's/.*"\(.*\)".*/\1/' || true
    find "$root/tests" "$root/examples" "$root/fuzz" -name bad -prune -o -name CMakeLists.txt -exec \
        grep -ohE 'LABELS .*' {} + | tr ';"() ' '\n' | grep -E '^[A-Z]+[-0-9][-A-Z0-9]*$' || true
} | sort -u >"$work/labels"

awk -v what="$what" '
    FILENAME == ARGV[1] { label[$1] = 1; next }
    {
        if (!($1 in total)) order[++files] = $1
        total[$1]++; known[$2] = 1
        if ($2 in label) { done[$1]++; covered[$1] = covered[$1] " " $2 } else missing[$1] = missing[$1] " " $2
    }
    END {
        for (i = 1; i <= files; i++) {
            f = order[i]; all += total[f]; have += done[f]
            printf "%-16s %4d of %4d rows have a test\n", f, done[f], total[f]
            if ((what == "--all" || what == "--covered") && covered[f] != "") print "  with:   " covered[f]
            if ((what == "--all" || what == "--missing") && missing[f] != "") print "  without:" missing[f]
        }
        printf "%-16s %4d of %4d rows have a test\n", "all", have, all
        for (l in label) if (!(l in known)) { print "no such row: " l; bad = 1 }
        exit bad
    }' "$work/labels" "$work/rows"
