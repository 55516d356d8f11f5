#!/usr/bin/python3
"""AsyncSSH server used by start-asyncssh.sh. Package: python3-asyncssh (2.10.1 in Debian 12).

Accounts live in this process, none on the system. See start-asyncssh.sh for the settings."""
import asyncio, os, sys, warnings
warnings.simplefilter("ignore")
import asyncssh
from asyncssh.compression import get_compression_algs
from asyncssh.encryption import get_encryption_algs
from asyncssh.kex import get_kex_algs
from asyncssh.mac import get_mac_algs
from asyncssh.public_key import get_public_key_algs, get_certificate_algs, get_x509_certificate_algs

DIR, PORT = sys.argv[1], int(sys.argv[2])
USER, PASSWORD = os.environ["PEER_USER"], os.environ["PEER_PASSWORD"]
HOME = os.path.join(DIR, "home")

class Server(asyncssh.SSHServer):
    def connection_made(self, conn):
        self.conn = conn
        if os.environ.get("PEER_BANNER"):
            conn.send_auth_banner(os.environ["PEER_BANNER"] + "\r\n")
    def begin_auth(self, username):
        return username != os.environ["PEER_NONE_USER"]      # this user needs no authentication
    def password_auth_supported(self):
        return True
    def validate_password(self, username, password):
        if username == "expired":                   # SSH_MSG_USERAUTH_PASSWD_CHANGEREQ
            if password == PASSWORD:
                raise asyncssh.PasswordChangeRequired("Your password has expired")
            return False
        return username == USER and password == PASSWORD
    def change_password(self, username, old, new):
        return username == "expired" and old == PASSWORD and new != old
    def kbdint_auth_supported(self):
        return True
    def get_kbdint_challenge(self, username, lang, submethods):
        return ("Two questions", "Answer both.", "en", [("Password: ", False), ("Colour: ", True)])
    def validate_kbdint_response(self, username, responses):
        return username == USER and list(responses) == [PASSWORD, "blue"]
    # forwarding: everything is allowed
    def connection_requested(self, dest_host, dest_port, orig_host, orig_port):
        return True
    def server_requested(self, listen_host, listen_port):
        return True
    def unix_connection_requested(self, dest_path):
        return True
    def unix_server_requested(self, listen_path):
        return True

async def run(process):
    """Every command goes to /bin/sh; the exit status or signal goes back to the client."""
    cmd = process.command
    sub = await asyncio.create_subprocess_exec(
        "/bin/sh", *(["-c", cmd] if cmd else []), cwd=HOME,
        env={**os.environ, **{k: v for k, v in process.env.items()}},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    await process.redirect(stdin=sub.stdin, stdout=sub.stdout, stderr=sub.stderr)
    rc = await sub.wait()
    await process.stdout.drain()
    if rc < 0:
        import signal
        process.exit_with_signal(signal.Signals(-rc).name[3:])
    else:
        process.exit(rc)

class SFTP(asyncssh.SFTPServer):
    def __init__(self, chan):
        super().__init__(chan, chroot=HOME)

def text(algs):
    return [a.decode() for a in algs]

async def main():
    kw = {}
    if os.environ.get("PEER_LEGACY") == "1":
        kw = dict(encryption_algs=text(get_encryption_algs()), mac_algs=text(get_mac_algs()),
                  kex_algs=[k for k in text(get_kex_algs()) if not k.startswith("gss-")],
                  compression_algs=["zlib@openssh.com", "zlib", "none"],
                  signature_algs=text(get_x509_certificate_algs()) + text(get_public_key_algs()))
    kw["gss_host"] = None
    if os.environ.get("PEER_REKEY"):
        kw["rekey_bytes"] = int(os.environ["PEER_REKEY"])
    x509 = os.path.join(DIR, "x509")
    keys = [os.path.join(DIR, "host_" + k) for k in
            ("ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa", "dsa", "ed448")]
    keys = [k for k in keys if os.path.exists(k)]
    if os.environ.get("PEER_X509") == "1":          # host key as an X.509 v3 chain (RFC 6187)
        keys = [(os.path.join(x509, "host.key"), os.path.join(x509, "host.pem"))]
        kw["x509_trusted_certs"] = os.path.join(x509, "ca.pem")
    await asyncssh.create_server(
        Server, "127.0.0.1", PORT, server_host_keys=keys,
        authorized_client_keys=os.path.join(DIR, "authorized_keys"),
        process_factory=run, sftp_factory=SFTP, sftp_version=6, allow_scp=True, agent_forwarding=True,
        x11_forwarding=True, reuse_address=True, encoding=None, login_timeout=60, **kw)
    await asyncio.Event().wait()

asyncssh.set_log_level("INFO")
import logging
logging.basicConfig(stream=sys.stderr, level=logging.INFO)
asyncio.run(main())
