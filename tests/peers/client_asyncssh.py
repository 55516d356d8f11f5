#!/usr/bin/python3
"""client_asyncssh.py HOST PORT USER KEY KNOWN_HOSTS [KIND=NAME...] COMMAND     package: python3-asyncssh

AsyncSSH as a client that offers only what is named: cipher, mac, compression, kex, host_key. Prints the command's
output and ends with its status; 255 with the reason when it cannot log in."""
import asyncio, sys, warnings
warnings.simplefilter("ignore")
import asyncssh

OPTIONS = {"cipher": "encryption_algs", "mac": "mac_algs", "compression": "compression_algs", "kex": "kex_algs",
           "host_key": "server_host_key_algs"}

async def main():
    host, port, user, key, known_hosts, *named, command = sys.argv[1:]
    chosen = {OPTIONS[kind]: [name] for kind, name in (one.split("=", 1) for one in named)}
    async with asyncssh.connect(host, int(port), username=user, client_keys=[key], known_hosts=known_hosts, config=None,
                                agent_path=None, gss_host=None, **chosen) as connection:
        done = await connection.run(command, encoding=None)
        sys.stdout.buffer.write(done.stdout)
        return done.exit_status

try:
    sys.exit(asyncio.run(asyncio.wait_for(main(), 30)))
except (OSError, asyncssh.Error, asyncio.TimeoutError) as e:
    print("client_asyncssh.py: %s: %s" % (type(e).__name__, e), file=sys.stderr)
    sys.exit(255)
