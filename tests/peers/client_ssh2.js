// client_ssh2.js PORT USER KEYFILE KIND NAME COMMAND   npm package: ssh2 (NODE_PATH tells where)
//
// ssh2 as a client that offers only NAME of KIND (cipher, hmac, compress, kex, serverHostKey), beside aes128-ctr where a MAC is
// named. It takes any host key. Prints the command's output and ends with its status.
'use strict';
const fs = require('fs');
const { Client } = require('ssh2');
const [port, username, key, kind, name, command] = process.argv.slice(2);
const algorithms = { [kind]: [name] };
if (kind === 'hmac') algorithms.cipher = ['aes128-ctr'];
const client = new Client();
client.on('ready', () => client.exec(command, (problem, stream) => {
  if (problem) throw problem;
  stream.on('data', (d) => process.stdout.write(d)).on('close', (code) => { process.exitCode = code; client.end(); });
}));
client.on('error', (e) => { console.error('client_ssh2.js: ' + e.message); process.exitCode = 255; });
client.connect({ host: '127.0.0.1', port: +port, username, privateKey: fs.readFileSync(key), readyTimeout: 20000, algorithms });
