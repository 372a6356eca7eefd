/** The floor of a database over HTTP: reads the body as JSON, and answers the same JSON whatever was asked. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const item = { pk: { S: 'user#1' }, sk: { S: 'order#1' }, data: { S: 'x'.repeat(900) } };
const answers: Readonly<Record<string, unknown>> = {
  PutItem: {},
  GetItem: { Item: item },
  UpdateItem: {},
  Scan: { Items: Array.from({ length: 10 }, () => item), Count: 10, ScannedCount: 10 },
  BatchWriteItem: { UnprocessedItems: {} },
  BatchGetItem: { Responses: { bench: Array.from({ length: 25 }, () => item) }, UnprocessedKeys: {} },
  TransactWriteItems: {},
  Query: { Items: Array.from({ length: 10 }, () => item), Count: 10, ScannedCount: 10 },
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
    const body = JSON.stringify(answers[operation] ?? {});
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`{"port":${(server.address() as AddressInfo).port}}\n`));
