import { expect, it } from 'vitest';
import { Exploration } from './exploration.ts';
import { traceLines } from './run/trace.ts';
import { templateOf } from './testing/template.ts';

/** What a function can learn of the machine, of the process and of where its code lies, sent to a table and a client. */
const curious = `
const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb');
const os = require('os'); const path = require('path');
const c = new DynamoDBClient({});
exports.handler = async (event, context) => {
  const told = { event, context, env: process.env, cwd: process.cwd(), file: __filename, dir: __dirname, pid: process.pid,
    ppid: process.ppid, argv: process.argv, execPath: process.execPath, tmp: os.tmpdir(), host: os.hostname(), home: os.homedir(), uptime: process.uptime(),
    cpus: os.cpus().length, load: os.loadavg(), user: os.userInfo().username, stack: new Error('x').stack, main: require.main?.filename,
    resolved: path.resolve('.'), hr: String(process.hrtime.bigint()), now: performance.now(), origin: performance.timeOrigin, id: crypto.randomUUID() };
  const text = JSON.stringify(told);
  await c.send(new PutItemCommand({ TableName: 'Told', Item: { id: { S: 'a' }, text: { S: text } } }));
  return { statusCode: 200, body: text };
};`;

it('a run is the same in another cloud: it holds no port, no temporary path and nothing of the process', async () => {
  const open = () =>
    Exploration.open('curious', {
      app: templateOf({ code: curious, tables: { Told: 'id' } }),
      when: (w) => w.client().post('/do', { json: {} }),
      ignore: ['Told'],
    });
  await using one = await open();
  await using other = await open();

  expect(traceLines(other.baseline.run.boundaryCalls)).toEqual(traceLines(one.baseline.run.boundaryCalls));
  expect(other.baseline.run.trace).toBe(one.baseline.run.trace);
});
