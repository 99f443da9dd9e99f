// The least language server that node can be: what every server on node pays before it does anything.
let buffer = Buffer.alloc(0);
process.stdin.on('data', (data) => {
  buffer = Buffer.concat([buffer, data]);
  let at = 0;
  for (;;) {
    const head = buffer.indexOf('\r\n\r\n', at);
    if (head < 0) break;
    const end = head + 4 + Number(buffer.toString('latin1', at, head).match(/Content-Length: (\d+)/i)[1]);
    if (buffer.length < end) break;
    receive(JSON.parse(buffer.toString('utf8', head + 4, end)));
    at = end;
  }
  buffer = buffer.subarray(at);
});
process.stdin.on('end', () => process.exit(0));

function receive(message) {
  if (message.method === 'exit') process.exit(0);
  if (message.id === undefined) return;
  const body = JSON.stringify({ jsonrpc: '2.0', id: message.id, result: null });
  process.stdout.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}
