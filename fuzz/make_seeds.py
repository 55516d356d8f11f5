#!/usr/bin/env python3
"""Writes seeds of the fuzz corpora: a few inputs for a target that reach all of its phases.

Usage: fuzz/make_seeds.py   (writes fuzz/corpus/<target>/seed_*, but for kem and sftp_client; the keys need ssh-keygen, and are new each time)
"""
import base64
import hashlib
import hmac
import pathlib
import struct
import subprocess
import tempfile
import zlib

corpus = pathlib.Path(__file__).resolve().parent / "corpus"


def put(target, name, data):
    folder = corpus / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ("seed_" + name)).write_bytes(data)


def u8(n): return struct.pack(">B", n)
def u16(n): return struct.pack(">H", n)
def u32(n): return struct.pack(">I", n)


def string(s):
    s = s.encode() if isinstance(s, str) else s
    return u32(len(s)) + s


def chunk(s): return u16(len(s)) + s  # a string of fuzz/script.hpp


# --- login ---

def login(method, body=b"", user="alice"):
    return u8(50) + string(user) + string("ssh-connection") + string(method) + body


def failure(methods, partial): return u8(51) + string(methods) + u8(partial)


accept = u8(6) + string("ssh-userauth")
success = u8(52)
banner = u8(53) + string("Hello") + string("en")
blob = string("ssh-rsa")
questions = u8(60) + string("n") + string("i") + string("") + u32(2) + string("a") + u8(0) + string("b") + u8(1)


def client(strict, *steps): return u8(strict) + b"".join(u8(act) + chunk(payload) for act, payload in steps)


put("auth_client", "none", client(0, (0, accept), (1, failure("password", 0)), (0, banner), (1, success)))
put("auth_client", "key", client(1, (0, accept), (4, u8(60) + string("ssh-rsa") + string(blob)), (5, success)))
put("auth_client", "steps", client(1, (0, accept), (2, failure("keyboard-interactive", 1)), (6, questions), (7, success)))
put("auth_client", "expired", client(1, (0, accept), (2, u8(60) + string("change") + string("")), (3, success)))

service = u8(5) + string("ssh-userauth")
signed = login("publickey", u8(1) + string("ssh-ed25519") + string("key") + string("signature"))
query = login("publickey", u8(0) + string("ssh-ed25519") + string("key"))
password = login("password", u8(0) + string("secret"))
change = login("password", u8(1) + string("secret") + string("new"))
interactive = login("keyboard-interactive", string("") + string("pam"))


def responses(*texts): return u8(61) + u32(len(texts)) + b"".join(map(string, texts))


put("auth_server", "key", client(1, (0, service), (1, login("none")), (3, query), (7, signed)))
put("auth_server", "expired", client(0, (0, service), (4, password), (7, change), (0, signed)))
put("auth_server", "rounds", client(0, (0, service), (2, signed), (21, interactive), (5, responses("a", "b")),
                                    (7, responses())))
put("auth_server", "barred", client(1, (0, service), (0xf7, password)))

# --- first lines and KEXINIT ---

put("wire_identification", "plain", b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\0\0\1")
put("wire_identification", "after_lines", b"Welcome\r\nto this host\r\nSSH-1.99-x\nmore")
put("wire_identification", "web", b"HTTP/1.1 400 Bad Request\r\n\r\n")
put("wire_identification", "version", b"SSH-1.5-old\r\n")


def kexinit(kexes, host_keys, ciphers, macs, compressions):
    lists = [kexes, host_keys, ciphers, ciphers, macs, macs, compressions, compressions, "", ""]
    return u8(20) + bytes(range(16)) + b"".join(map(string, lists)) + u8(0) + u32(0)


ours = kexinit("curve25519-sha256,diffie-hellman-group14-sha256,kex-strict-c-v00@openssh.com", "ssh-ed25519,rsa-sha2-512",
               "aes128-gcm@openssh.com,aes128-ctr", "hmac-sha2-256-etm@openssh.com,hmac-sha2-256", "none,zlib@openssh.com")
theirs = kexinit("sntrup761x25519-sha512@openssh.com,curve25519-sha256", "rsa-sha2-512,ssh-ed25519", "aes128-ctr",
                 "hmac-sha2-256", "none")
put("wire_kexinit", "agreed", chunk(ours) + theirs)
put("wire_kexinit", "nothing_common", chunk(ours) + kexinit("x", "y", "z", "", "none"))
of_old = kexinit("diffie-hellman-group-exchange-sha1,diffie-hellman-group1-sha1", "ssh-dss,ssh-rsa",
                 "AEAD_AES_256_GCM,arcfour128,cast128-cbc", "hmac-md5-96,AEAD_AES_256_GCM", "zlib")
put("wire_kexinit", "one_name_for_both", chunk(of_old) + of_old)
put("wire_kexinit", "one_name_for_one", chunk(of_old) + kexinit("diffie-hellman-group1-sha1", "ssh-dss", "AEAD_AES_256_GCM",
                                                               "hmac-md5-96", "zlib"))
put("wire_kexinit", "of_old", chunk(of_old) + kexinit("diffie-hellman-group1-sha1", "ssh-dss", "cast128-cbc", "hmac-md5-96", "zlib"))

# --- key exchange: method, who is tested, and for each message of the other side whether it is replaced, and by what ---

def kex(method, of_server, *words): return u8(method) + u8(of_server) + b"".join(u8(replaced) + chunk(text) for replaced, text in words)


for method in range(32):  # more than there are: a new one is reached without a new seed
    put("kex", "method_%02d" % method, kex(method, 0))
for method in range(18):
    for who in (0, 1):
        put("kex", "method_%02d_%d_damaged" % (method, who), kex(method, who, (0, bytes(12) + b"\1")))
        put("kex", "method_%02d_%d_replaced" % (method, who), kex(method, who, (1, u8(31 - who) + string("share"))))
    # the host key, which nothing here checks, in the first answer and in the second
    put("kex", "method_%02d_other_key" % method, kex(method, 0, (0, bytes(5) + b"\1")))
    put("kex", "method_%02d_other_key_later" % method, kex(method, 0, (0, b""), (0, bytes(5) + b"\1")))
for who in (0, 1):
    put("kex", "%d_number" % who, kex(0, who, (0, b"\x40")))

# --- compression ---

def payloads(*texts):
    stream = zlib.compressobj()
    return [stream.compress(text) + stream.flush(zlib.Z_PARTIAL_FLUSH) for text in texts]


def inflate(*steps): return b"".join(u8(most) + chunk(payload) for most, payload in steps)


two = payloads(b"some data, some data", b"some more data" * 20)
put("inflate", "two", inflate((255, two[0]), (255, two[1])))
put("inflate", "damaged", inflate((255, two[0]), (255, two[1][:-3] + b"\0\0\0")))
put("inflate", "large", inflate((0, payloads(bytes(60000))[0])))

# --- channels: before, within, payload ---

def mux(*steps): return b"".join(u8(before) + u8(within) + chunk(payload) for before, within, payload in steps)


def confirmation(channel): return u8(91) + u32(channel) + u32(5) + u32(4) + u32(1024)
def data(channel, text): return u8(94) + u32(channel) + string(text)


asked = u8(98) + u32(0) + string("exit-status") + u8(1) + u32(0)
for target, kind in (("connection_mux_client", "forwarded-tcpip"), ("connection_mux_server", "session")):
    opened = u8(90) + string(kind) + u32(7) + u32(100) + u32(1024)
    put(target, "ours", mux((1, 6, confirmation(0)), (0, 0, u8(99) + u32(0)), (0, 10, data(0, "hello")), (0, 5, asked),
                            (7, 0, u8(95) + u32(0) + u32(1) + string("error")), (0, 0, u8(93) + u32(0) + u32(1000)),
                            (0, 8, u8(96) + u32(0)), (0, 9, u8(97) + u32(0))))
    put(target, "theirs", mux((0, 2, opened), (7, 7, data(0, "in")), (0, 3, opened), (0, 4, opened), (0x22, 0, b""),
                              (15, 11, data(0, "more")), (0, 0x84, asked), (0xf5, 9, u8(97) + u32(0))))
    put(target, "refused", mux((1, 0, u8(92) + u32(0) + u32(1) + string("no") + string(""))))
    put(target, "global", mux((12, 0, u8(81)), (0, 13, u8(80) + string("keepalive@openssh.com") + u8(1)),
                              (0, 14, u8(80) + string("x") + u8(1)), (13, 0, u8(82))))

# --- keys ---

def keygen(*arguments):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "key"
        subprocess.run(["ssh-keygen", "-q", "-C", "seed", "-f", str(path), *arguments], check=True)
        return path.read_bytes(), path.with_suffix(".pub").read_text()


kinds = {"ed25519": ["-t", "ed25519"], "ecdsa": ["-t", "ecdsa", "-b", "256"], "ecdsa384": ["-t", "ecdsa", "-b", "384"],
         "ecdsa521": ["-t", "ecdsa", "-b", "521"], "rsa": ["-t", "rsa", "-b", "2048"], "dsa": ["-t", "dsa"]}
hosts = []
for kind, arguments in kinds.items():
    private, public = keygen("-N", "", *arguments)
    blob = base64.b64decode(public.split()[1])
    put("keys_public_blob", kind, blob)
    body = b"".join(private.splitlines()[1:-1])
    put("keys_openssh", kind, base64.b64decode(body))
    hosts.append(" ".join(public.split()[:2]))
    if kind == "ed25519":
        put("keys_public_blob", "line", public.encode())
        put("keys_openssh", "text", private)
    else:
        put("keys_openssh", kind + "_pem", keygen("-N", "", "-m", "PEM", *arguments)[0])
encrypted, _ = keygen("-N", "secret", "-a", "1", "-t", "ed25519")
put("keys_openssh", "encrypted", base64.b64decode(b"".join(encrypted.splitlines()[1:-1])))

salt = bytes(range(20))
hashed = "|1|%s|%s" % (base64.b64encode(salt).decode(),
                       base64.b64encode(hmac.new(salt, b"host.example", hashlib.sha1).digest()).decode())
put("known_hosts", "plain", ("# comment\nhost.example,10.* %s\n[10.0.0.1]:2222 %s\nbad line\n" % (hosts[0], hosts[1])).encode())
put("known_hosts", "hashed", ("%s %s\n" % (hashed, hosts[0])).encode())
put("known_hosts", "markers", ("@revoked * %s\n@cert-authority *.example %s\n" % (hosts[0], hosts[1])).encode())


# --- transport, with the null algorithms of tests/support/null_suite.hpp ---

def packet(payload, aligned, tag=b""):
    padding = 4 + -((5 if aligned else 1) + len(payload) + 4) % 8
    return u32(1 + len(payload) + padding) + u8(padding) + payload + bytes(padding) + tag


def kexinit(markers=""):
    lists = ["null-kex@test" + markers, "null-key@test"] + ["null-aead@test"] * 2 + ["null-mac@test"] * 2 + ["none"] * 2 + [""] * 2
    return u8(20) + bytes(16) + b"".join(map(string, lists)) + u8(0) + u32(0)


def transport(role, strict):
    """A whole connection with a rekey, as the peer of `role` says it."""
    server = role == "client"
    method = u8(30) + string("1234")
    if server:
        key = string("null-key@test") + string("host")
        method = u8(31) + string(key) + string("1234") + string(string("null-key@test") + string("signed"))
    marker = (",kex-strict-s-v00@openssh.com" if server else ",kex-strict-c-v00@openssh.com") if strict else ""
    keyed = [u8(7) + u32(1) + string("ping@openssh.com") + string("0")]
    keyed += [u8(6) + string("ssh-userauth"), u8(52)] if server else [u8(5) + string("ssh-userauth"), login("none")]
    keyed += [u8(192) + string("ping"), u8(94) + u32(0) + string("data"), u8(200)]
    keyed += [kexinit(), method, u8(21), u8(94) + u32(0) + string("more"), u8(1) + u32(11) + string("bye") + string("")]
    clear = ([] if strict else [u8(2) + string("ignored")]) + [kexinit(marker), method, u8(21)]
    return b"SSH-2.0-seed\r\n" + b"".join(packet(m, True) for m in clear) + b"".join(packet(m, False) for m in keyed)


for role in ("client", "server"):
    put("transport_" + role, "strict", transport(role, True))
    put("transport_" + role, "not_strict", transport(role, False))
put("transport_client", "late_line", b"Welcome\r\n" + transport("client", True))

aligned = (0, 2, 4, 6)
tags = (0, 0, 4, 4, 4, 4, 4, 16)
for form, tag in enumerate(tags):
    many = b"".join(packet(u8(94) + bytes(n * 5), form in aligned, bytes(tag)) for n in range(12))
    put("packet_reader", "form_%d" % form, u8(form) + u8(form * 3) + many)
good = packet(u8(94) + bytes(20), True, bytes(4))
put("packet_reader", "bad_length", u8(4) + u8(0) + good + u32(13) + bytes(1100))
put("packet_reader", "bad_mac", u8(4) + u8(0) + good + packet(u8(94) + bytes(20), True, b"\xff" * 4) + bytes(1100))
put("packet_reader", "bad_mac_at_once", u8(2) + u8(0) + good + packet(u8(94) + bytes(20), True, b"\xff" * 4))
