#!/bin/sh
# says.sh STATUS TEXT COMMAND...   the command must end with this status, and say this text among its lines.
set -u
wanted=$1
text=$2
shift 2
status=0
said=$("$@" 2>&1) || status=$?
printf '%s\n' "$said"
if [ "$status" -ne "$wanted" ]; then
    echo "says.sh: status $status instead of $wanted" >&2
    exit 1
fi
case $said in
*"$text"*) ;;
*)
    echo "says.sh: did not say: $text" >&2
    exit 1
    ;;
esac
