#!/usr/bin/env bash
# start-openssh.sh DIR PORT      packages: openssh-server openssh-client xauth
#
# OpenSSH sshd with every host key type, host and user certificates, SFTP v3, all kinds of
# forwarding. As root it lets in the accounts of ./dev peers:
#   $PEER_USER      any one method: publickey, password, keyboard-interactive (PAM)
#   ${PEER_USER}-pp needs publickey and then password          (partial success)
#   ${PEER_USER}-pk needs publickey and then keyboard-interactive
# With PEER_USER=<the caller>, and always for an unprivileged user, only the caller's own account, by public key.
#
# PEER_SSHD      sshd binary                       (default /usr/sbin/sshd; ./dev peers unpacks a newer one)
# PEER_LEGACY=1  also offer every old algorithm the binary has (3des-cbc, *-cbc, hmac-md5,
#                *-96, group1, gex-sha1, ssh-rsa, ssh-dss)
# PEER_PAM=no    UsePAM no (root default: yes)
# PEER_HOSTBASED=1  host-based authentication of $PEER_USER with the key DIR/client_host_ed25519
#                (root and a peer account only: writes .shosts and .ssh/known_hosts in its home)
# PEER_REKEY     RekeyLimit, e.g. "64K 2s"         (default: sshd's own)
# PEER_CONFIG    further sshd_config lines, put first (first value wins in sshd_config)
. "$(dirname "$0")/common.sh"
peer_begin "$@"
SSHD=${PEER_SSHD:-/usr/sbin/sshd}
[ "$SSHD" = /usr/sbin/sshd ] || [ -x "$SSHD" ] || skip "$SSHD not found; ./dev peers unpacks it"
need "$SSHD" openssh-server
make_host_keys; make_user_keys
if own_account; then ACCOUNTS=0; system_account "$PEER_USER"
else ACCOUNTS=1; system_account "$PEER_USER" "$PEER_USER-pp" "$PEER_USER-pk"; fi
[ $IS_ROOT = 0 ] || mkdir -p /run/sshd      # sshd refuses to start as root without it

# Certificates: one CA for hosts, one for users.
keygen "$DIR/host_ca" -t ed25519
keygen "$DIR/user_ca" -t ed25519
for k in ed25519 ecdsa256 rsa; do
  [ -e "$DIR/host_$k-cert.pub" ] || ssh-keygen -q -s "$DIR/host_ca" -h -I "host-$k" -n localhost,127.0.0.1 "$DIR/host_$k.pub"
done
# Keys that are NOT in authorized_keys: only their certificate lets them in.
keygen "$DIR/cert_ed25519" -t ed25519; keygen "$DIR/cert_ecdsa256" -t ecdsa -b 256; keygen "$DIR/cert_rsa" -t rsa -b 3072
for k in ed25519 ecdsa256 rsa; do
  [ -e "$DIR/cert_$k-cert.pub" ] || ssh-keygen -q -s "$DIR/user_ca" -I "user-$k" -n "$PEER_USER" -V -1h:+52w "$DIR/cert_$k.pub"
done
echo "@cert-authority [127.0.0.1]:$PORT,[localhost]:$PORT,* $(cat "$DIR/host_ca.pub")" >"$DIR/known_hosts_ca"
for f in "$DIR"/host_{ed25519,ecdsa256,ecdsa384,ecdsa521,rsa,dsa}.pub; do
  if [ -e "$f" ]; then echo "[127.0.0.1]:$PORT,[localhost]:$PORT $(cut -d' ' -f1,2 "$f")"; fi
done >"$DIR/known_hosts"

if [ "${PEER_HOSTBASED:-}" = 1 ] && [ $ACCOUNTS = 1 ]; then
  keygen "$DIR/client_host_ed25519" -t ed25519
  home=$(getent passwd "$PEER_USER" | cut -d: -f6)
  install -d -m 700 -o "$PEER_USER" "$home/.ssh"
  echo "localhost $PEER_USER" >"$home/.shosts"
  echo "localhost,127.0.0.1 $(cut -d' ' -f1,2 "$DIR/client_host_ed25519.pub")" >"$home/.ssh/known_hosts"
  chown "$PEER_USER" "$home/.shosts" "$home/.ssh/known_hosts"; chmod 600 "$home/.shosts" "$home/.ssh/known_hosts"
fi

{
  printf '%s\n' "${PEER_CONFIG:-}"
  cat <<CONF
Port $PORT
ListenAddress 127.0.0.1
AddressFamily inet
PidFile none
StrictModes no
LogLevel VERBOSE
HostKey $DIR/host_ed25519
HostKey $DIR/host_ecdsa256
HostKey $DIR/host_ecdsa384
HostKey $DIR/host_ecdsa521
HostKey $DIR/host_rsa
HostCertificate $DIR/host_ed25519-cert.pub
HostCertificate $DIR/host_ecdsa256-cert.pub
HostCertificate $DIR/host_rsa-cert.pub
TrustedUserCAKeys $DIR/user_ca.pub
AuthorizedKeysFile $DIR/authorized_keys
PermitRootLogin prohibit-password
PubkeyAuthentication yes
PasswordAuthentication yes
MaxAuthTries 20
MaxStartups 200
MaxSessions 100
PrintMotd no
PrintLastLog no
AcceptEnv LANG LC_* PEER_*
PermitTTY yes
AllowTcpForwarding yes
GatewayPorts clientspecified
AllowStreamLocalForwarding yes
StreamLocalBindUnlink yes
AllowAgentForwarding yes
PermitTunnel yes
X11Forwarding yes
X11DisplayOffset 50
Compression yes
Subsystem sftp internal-sftp
Subsystem sftp-external /usr/lib/openssh/sftp-server
CONF
  if [ $ACCOUNTS = 1 ] && [ "${PEER_PAM:-yes}" = yes ]; then
    echo "UsePAM yes"; echo "KbdInteractiveAuthentication yes"
  else
    echo "UsePAM no"; echo "KbdInteractiveAuthentication no"
  fi
  [ -z "${PEER_REKEY:-}" ] || echo "RekeyLimit $PEER_REKEY"
  if [ "${PEER_LEGACY:-}" = 1 ]; then
    [ ! -e "$DIR/host_dsa" ] || echo "HostKey $DIR/host_dsa"
    all() { ssh -Q "$1" | paste -sd, ; }
    echo "Ciphers $(all cipher)"; echo "MACs $(all mac)"; echo "KexAlgorithms $(all kex)"
    echo "HostKeyAlgorithms $(all key-sig)"; echo "PubkeyAcceptedAlgorithms $(all key-sig)"
    echo "CASignatureAlgorithms +ssh-rsa"
  fi
  if [ "${PEER_HOSTBASED:-}" = 1 ]; then
    echo "HostbasedAuthentication yes"; echo "HostbasedUsesNameFromPacketOnly yes"
    echo "IgnoreRhosts no"; echo "IgnoreUserKnownHosts no"
  fi
  if [ $ACCOUNTS = 1 ]; then
    echo "Match User $PEER_USER-pp"; echo "  AuthenticationMethods publickey,password"
    echo "Match User $PEER_USER-pk"; echo "  AuthenticationMethods publickey,keyboard-interactive"
  fi
} >"$DIR/sshd_config"

# OpenSSH 9.8 and newer lock out an address after failed logins: not wanted in tests
if "$SSHD" -t -f "$DIR/sshd_config" -o PerSourcePenalties=no 2>/dev/null; then
  sed -i '1i PerSourcePenalties no' "$DIR/sshd_config"
fi
spawn "$SSHD" -D -e -f "$DIR/sshd_config"      # sshd insists on an absolute path to itself
wait_port "$PORT"
login_facts
fact user_ca "$DIR/user_ca"; fact host_ca "$DIR/host_ca"; fact cert_key "$DIR/cert_ed25519"
[ $ACCOUNTS = 0 ] || { fact mfa_password_user "$PEER_USER-pp"; fact mfa_kbdint_user "$PEER_USER-pk"; }
