#!/usr/bin/env bash
# start-erlang.sh DIR PORT      packages: erlang-ssh erlang-base openssh-client
#
# Erlang/OTP 25 ssh daemon: exec runs /bin/sh commands, shell is an Erlang shell,
# SFTP is OTP's own server (versions up to 6) on DIR/home, publickey, password and
# keyboard-interactive, TCP forwarding both ways. Accounts live in the process; no root needed.
# PEER_LEGACY=1  every algorithm OTP has (3des-cbc, aes*-cbc, hmac-sha1-96, group1, ssh-dss, AEAD_AES_*)
# PEER_SFTP_VERSION  highest SFTP version to answer with (default 6)
. "$(dirname "$0")/common.sh"
peer_begin "$@"
need erl erlang-base erlang-ssh
process_account; make_host_keys; make_user_keys
mkdir -p "$DIR/home" "$DIR/sys" "$DIR/usr"
for t in ed25519:ed25519 ecdsa256:ecdsa rsa:rsa dsa:dsa; do
  if [ -e "$DIR/host_${t%:*}" ]; then install -m 600 "$DIR/host_${t%:*}" "$DIR/sys/ssh_host_${t#*:}_key"; fi
done
cp "$DIR/authorized_keys" "$DIR/usr/authorized_keys"
for f in "$DIR"/host_{ed25519,ecdsa256,rsa,dsa}.pub; do
  if [ -e "$f" ]; then echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"; fi
done >"$DIR/known_hosts"
algs=''
# default_algorithms/0 leaves the weak ones out; chk_algos_opts-style "append" puts them behind
[ "${PEER_LEGACY:-}" != 1 ] || algs=',{modify_algorithms,[{append,[{kex,['"'diffie-hellman-group1-sha1','diffie-hellman-group14-sha1','diffie-hellman-group-exchange-sha1'"']},{public_key,['"'ssh-rsa','ssh-dss'"']},{cipher,['"'3des-cbc','aes256-cbc','aes192-cbc','aes128-cbc','AEAD_AES_128_GCM','AEAD_AES_256_GCM'"']},{mac,['"'hmac-sha1','hmac-sha1-96','hmac-sha1-etm@openssh.com','AEAD_AES_128_GCM','AEAD_AES_256_GCM'"']}]}]}'
(umask 077; : >"$DIR/start.erl")      # holds the password
cat >"$DIR/start.erl" <<ERL
Exec = fun(Cmd, _User) -> {ok, os:cmd(Cmd)} end,
ok = ssh:start(),
{ok, _} = ssh:daemon({127,0,0,1}, $PORT, [
  {system_dir, "$DIR/sys"}, {user_dir, "$DIR/usr"},
  {user_passwords, [{"$PEER_USER", "$PEER_PASSWORD"}]},
  {auth_methods, "publickey,keyboard-interactive,password"},
  {subsystems, [ssh_sftpd:subsystem_spec([{root, "$DIR/home"}, {sftpd_vsn, ${PEER_SFTP_VERSION:-6}}])]},
  {exec, {direct, Exec}},
  {tcpip_tunnel_in, true}, {tcpip_tunnel_out, true}, {parallel_login, true}$algs]),
receive stop -> ok end.
ERL
# no node name, so no epmd; the expression is read from the file
spawn erl -noshell -noinput +S 1 -eval "{ok, S} = file:read_file(\"$DIR/start.erl\"), {ok, T, _} = erl_scan:string(binary_to_list(S)), {ok, E} = erl_parse:parse_exprs(T), erl_eval:exprs(E, [])."
wait_port "$PORT" 30
login_facts
fact root "$DIR/home"
