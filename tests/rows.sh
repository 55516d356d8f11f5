#!/bin/sh
# rows.sh [--missing | --covered]   which rows of docs/features/ have a test that carries their id, and which have not.
#
# A row is the first cell of a table headed "ID" (features) or "id" (attacks). A test carries it by
# boost::unit_test::label("ID"), add_label("ID"), or the LABELS of a CTest test. Exit status 1 when a test carries the
# id of no row: then the test or the id is wrong.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
what=${1:-all}
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT

# file and id of every row
(cd "$root/docs/features" && awk -F'|' '
    /^\| *[Ii][Dd] *\|/ { rows = 1; next }
    !/^\|/ { rows = 0 }
    rows && !/^\|[-: ]*-/ { id = $2; gsub(/ /, "", id); print FILENAME, id }' *.md) >"$work/rows"

# every label in the tests that looks like an id
{
    find "$root/tests" -name bad -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -exec \
        grep -ohE 'label\( *"[^"]+" *\)' {} + | sed 's/.*"\(.*\)".*/\1/' || true
    find "$root/tests" "$root/examples" "$root/fuzz" -name bad -prune -o -name CMakeLists.txt -exec \
        grep -ohE 'LABELS .*' {} + | tr ';"() ' '\n' || true
} | grep -E '^([TKCANFSVPR][0-9]{2}|[A-Z]{2}(-[A-Z0-9]+)+)$' | sort -u >"$work/labels" || true

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
            if (what != "--missing" && covered[f] != "") print "  with:   " covered[f]
            if (what != "--covered" && missing[f] != "") print "  without:" missing[f]
        }
        printf "%-16s %4d of %4d rows have a test\n", "all", have, all
        for (l in label) if (!(l in known)) { print "no such row: " l; bad = 1 }
        exit bad
    }' "$work/labels" "$work/rows"
