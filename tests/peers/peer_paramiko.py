#!/usr/bin/python3
"""Paramiko server used by start-paramiko.sh. Package: python3-paramiko (2.12 in Debian 12)."""
import os, socket, subprocess, sys, threading, traceback, warnings
warnings.simplefilter("ignore")
import paramiko
from paramiko import (AUTH_FAILED, AUTH_PARTIALLY_SUCCESSFUL, AUTH_SUCCESSFUL, InteractiveQuery,
                      SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface)

DIR, PORT = sys.argv[1], int(sys.argv[2])
USER, PASSWORD = os.environ["PEER_USER"], os.environ["PEER_PASSWORD"]
HOME = os.path.join(DIR, "home")
KEYS = {line.split()[1] for line in open(os.path.join(DIR, "authorized_keys")) if line.strip()}
LEGACY = os.environ.get("PEER_LEGACY") == "1"

class Server(paramiko.ServerInterface):
    def __init__(self, transport):
        self.transport, self.passed, self.forwards, self.listeners = transport, set(), {}, {}
    def get_allowed_auths(self, username):
        if username == "two-steps":                  # publickey, then password
            return "password" if "publickey" in self.passed else "publickey"
        return "publickey,password,keyboard-interactive"
    def check_auth_password(self, username, password):
        if password != PASSWORD:
            return AUTH_FAILED
        if username == USER or (username == "two-steps" and "publickey" in self.passed):
            return AUTH_SUCCESSFUL
        return AUTH_FAILED
    def check_auth_publickey(self, username, key):
        if key.get_base64() not in KEYS:
            return AUTH_FAILED
        if username == "two-steps":
            self.passed.add("publickey")
            return AUTH_PARTIALLY_SUCCESSFUL
        return AUTH_SUCCESSFUL if username == USER else AUTH_FAILED
    def check_auth_interactive(self, username, submethods):
        if username != USER:
            return AUTH_FAILED
        return InteractiveQuery("Two questions", "Answer both.", ("Password: ", False), ("Colour: ", True))
    def check_auth_interactive_response(self, responses):
        return AUTH_SUCCESSFUL if list(responses) == [PASSWORD, "blue"] else AUTH_FAILED
    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED if kind == "session" else paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
    def check_channel_direct_tcpip_request(self, chanid, origin, dest):
        self.forwards[chanid] = dest
        return paramiko.OPEN_SUCCEEDED
    def check_channel_env_request(self, channel, name, value):
        channel.__dict__.setdefault("peer_env", {})[os.fsdecode(name)] = os.fsdecode(value)
        return True
    def check_channel_pty_request(self, *a):
        return False                                 # a server without terminals
    def check_channel_shell_request(self, channel):
        return False
    def check_channel_exec_request(self, channel, command):
        # Paramiko answers the request after this returns: a command that ended sooner would close the channel first
        later = threading.Timer(0.1, execute, args=(channel, command)); later.daemon = True; later.start()
        return True
    def check_port_forward_request(self, address, port):
        s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((address if address not in ("", "localhost") else "127.0.0.1", port)); s.listen(20)
        def loop():
            while True:
                try: conn, origin = s.accept()
                except OSError: return
                chan = self.transport.open_forwarded_tcpip_channel(origin, (address, s.getsockname()[1]))
                pump(conn, chan)
        threading.Thread(target=loop, daemon=True).start()
        self.listeners[address, s.getsockname()[1]] = s
        return s.getsockname()[1]
    def cancel_port_forward_request(self, address, port):
        self.close_listener(self.listeners.pop((address, port)))
    @staticmethod
    def close_listener(s):
        s.shutdown(socket.SHUT_RDWR); s.close()      # shutdown wakes the thread in accept()

def pump(sock, chan):
    def copy(read, write, done):
        try:
            while True:
                d = read(32768)
                if not d: break
                write(d)
        except Exception: pass
        done()
    threading.Thread(target=copy, args=(sock.recv, chan.sendall, lambda: chan.shutdown_write()), daemon=True).start()
    threading.Thread(target=copy, args=(chan.recv, sock.sendall, lambda: sock.shutdown(socket.SHUT_WR)), daemon=True).start()

def execute(channel, command):
    env = {**os.environ, **getattr(channel, "peer_env", {})}
    p = subprocess.Popen(["/bin/sh", "-c", os.fsdecode(command)], cwd=HOME, env=env,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    def feed():
        try:
            while True:
                d = channel.recv(32768)
                if not d: break
                p.stdin.write(d); p.stdin.flush()
            p.stdin.close()
        except Exception: pass
    def drain(f, send):
        try:
            for d in iter(lambda: f.read1(32768), b""): send(d)
        except Exception: pass
    threading.Thread(target=feed, daemon=True).start()
    ts = [threading.Thread(target=drain, args=a) for a in ((p.stdout, channel.sendall), (p.stderr, channel.sendall_stderr))]
    [t.start() for t in ts]; [t.join() for t in ts]
    channel.send_exit_status(p.wait() & 0xff)
    channel.close()

class SFTP(SFTPServerInterface):
    """SFTP version 3 on DIR/home."""
    def real(self, p): return HOME + self.canonicalize(p)
    def list_folder(self, path):
        try: return [SFTPAttributes.from_stat(os.lstat(os.path.join(self.real(path), n)), n) for n in os.listdir(self.real(path))]
        except OSError as e: return SFTPServer.convert_errno(e.errno)
    def call(self, f, *a):
        try: r = f(*a)
        except OSError as e: return SFTPServer.convert_errno(e.errno)
        return paramiko.SFTP_OK if r is None else r
    def stat(self, p): return self.call(lambda: SFTPAttributes.from_stat(os.stat(self.real(p))))
    def lstat(self, p): return self.call(lambda: SFTPAttributes.from_stat(os.lstat(self.real(p))))
    def remove(self, p): return self.call(os.remove, self.real(p))
    def rename(self, a, b): return self.call(os.rename, self.real(a), self.real(b))
    def posix_rename(self, a, b): return self.call(os.replace, self.real(a), self.real(b))
    def mkdir(self, p, attr): return self.call(os.mkdir, self.real(p))
    def rmdir(self, p): return self.call(os.rmdir, self.real(p))
    def chattr(self, p, attr): return self.call(SFTPServer.set_file_attr, self.real(p), attr)
    def symlink(self, target, p): return self.call(os.symlink, target, self.real(p))
    def readlink(self, p): return self.call(os.readlink, self.real(p))
    def open(self, path, flags, attr):
        try: fd = os.open(self.real(path), flags, 0o644)
        except OSError as e: return SFTPServer.convert_errno(e.errno)
        mode = "ab" if flags & os.O_APPEND else "wb" if flags & os.O_WRONLY else "r+b" if flags & os.O_RDWR else "rb"
        f = os.fdopen(fd, mode)
        h = SFTPHandle(flags); h.filename = self.real(path); h.readfile = h.writefile = f
        h.stat = lambda: SFTPAttributes.from_stat(os.fstat(f.fileno()))
        h.chattr = lambda a: self.call(SFTPServer.set_file_attr, h.filename, a)
        return h

def client(sock):
    try:
        t = paramiko.Transport(sock)
        try: t.load_server_moduli()                   # /etc/ssh/moduli, else no group exchange
        except Exception: pass
        if LEGACY:
            t.get_security_options().compression = ("zlib@openssh.com", "zlib", "none")
        for name, cls in (("ed25519", paramiko.Ed25519Key), ("ecdsa256", paramiko.ECDSAKey), ("rsa", paramiko.RSAKey), ("dsa", paramiko.DSSKey)):
            f = os.path.join(DIR, "host_" + name)
            if os.path.exists(f) and (name != "dsa" or LEGACY):
                t.add_server_key(cls.from_private_key_file(f))
        if os.environ.get("PEER_REKEY"):
            t.packetizer.REKEY_BYTES = int(os.environ["PEER_REKEY"])
        t.set_subsystem_handler("sftp", SFTPServer, SFTP)
        s = Server(t)
        t.start_server(server=s)
        while t.is_active():
            c = t.accept(1)
            if c is not None and c.get_id() in s.forwards:
                try: pump(socket.create_connection(s.forwards[c.get_id()]), c)
                except OSError: c.close()
        for l in s.listeners.values(): s.close_listener(l)
    except Exception:
        traceback.print_exc()

paramiko.util.get_logger("paramiko").setLevel("INFO")
listener = socket.socket(); listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", PORT)); listener.listen(100)
while True:
    conn, _ = listener.accept()
    threading.Thread(target=client, args=(conn,), daemon=True).start()
