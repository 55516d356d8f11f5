#!/usr/bin/env bash
# client_erlang.sh PORT USER CIPHER MAC COMMAND     packages: erlang-ssh erlang-base
#
# Erlang/OTP's ssh as a client that offers only this cipher and this MAC; the password is in PEER_PASSWORD. Prints the
# command's output; ends with 1 and the reason when it cannot log in.
set -euo pipefail
command -v erl >/dev/null || { echo "client_erlang.sh: skipped: no erl" >&2; exit 77; }
export PORT=$1 LOGIN=$2 CIPHER=$3 MAC=$4 COMMAND=$5
DIR=$(mktemp -d); trap 'rm -rf "$DIR"' EXIT; export DIR
timeout 60 erl -noshell -noinput +S 1 -kernel logger_level error -eval '
  Env = fun(N) -> os:getenv(N) end,
  ok = ssh:start(),
  Only = [{cipher, [list_to_atom(Env("CIPHER"))]}, {mac, [list_to_atom(Env("MAC"))]}],
  case ssh:connect("127.0.0.1", list_to_integer(Env("PORT")), [{user, Env("LOGIN")}, {password, Env("PEER_PASSWORD")},
       {user_dir, Env("DIR")}, {silently_accept_hosts, true}, {save_accepted_host, false}, {user_interaction, false},
       {preferred_algorithms, Only}], 20000) of
    {ok, C} ->
      {ok, Ch} = ssh_connection:session_channel(C, 20000),
      success = ssh_connection:exec(C, Ch, Env("COMMAND"), 20000),
      Loop = fun Loop() -> receive
          {ssh_cm, C, {data, Ch, _, Bytes}} -> file:write(standard_io, Bytes), Loop();
          {ssh_cm, C, {closed, Ch}} -> ok;
          {ssh_cm, C, _} -> Loop()
        after 20000 -> io:format(standard_error, "nothing comes~n", []) end end,
      Loop(), halt(0);
    Other -> io:format(standard_error, "client_erlang.sh: ~p~n", [Other]), halt(1)
  end.'
