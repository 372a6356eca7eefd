import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, it } from 'vitest';

const template = `
Transform: AWS::Serverless-2016-10-31
Resources:
  CreateOrder:
    Type: AWS::Serverless::Function
    Metadata: { BuildMethod: esbuild, BuildProperties: { EntryPoints: [handlers/order.ts], Sourcemap: true, Minify: true } }
    Properties:
      CodeUri: .
      Handler: handlers/order.handler
      Runtime: nodejs24.x
      Timeout: 1
      Events:
        Create: { Type: HttpApi, Properties: { Path: /orders, Method: post } }
Outputs:
  Api: { Value: !Sub 'https://\${ServerlessHttpApi}.execute-api.\${AWS::Region}.amazonaws.com' }
`;
const handler = `import { priceOf } from '../lib/price.ts';

export const handler = async ({ body }: { body: string }) => {
  const order = JSON.parse(body);
  if (order.never) await new Promise(() => setInterval(() => {}, 1000));
  if (order.exit !== undefined) process.exit(order.exit);
  return priceOf(order.item);
};
`;
const price = `interface Item { readonly price: number }

export const priceOf = (item: Item): number => item.price * 2;
`;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'squall-dev-'));
  write('template.yaml', template);
  write('handlers/order.ts', handler);
  write('lib/price.ts', price);
  symlinkSync(resolve('node_modules'), join(directory, 'node_modules'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, contents: string): void {
  mkdirSync(dirname(join(directory, name)), { recursive: true });
  writeFileSync(join(directory, name), contents);
}

/** The lines that `squall dev` says to programs, one after the other. */
function startDev() {
  const argv = [
    '--conditions=squall-source',
    resolve('src/cli/main.ts'),
    'dev',
    'template.yaml',
    '--port',
    '0',
    '--json',
  ];
  const child = spawn(process.execPath, argv, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = new Promise<void>((done) => void child.once('exit', () => done()));
  return {
    next: async () => JSON.parse((await lines.next()).value ?? 'null'),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

it('squall dev tells of functions that fail, by the project’s own sources and the request', {
  timeout: 60_000,
}, async () => {
  await using dev = startDev();
  const { endpoint } = await dev.next();
  const { stacks } = await dev.next();
  const [, apiId = ''] = /execute-api\/(\w+)/.exec(stacks[0].outputs.Api) ?? [];
  const order = async (body: object) => {
    await fetch(`${endpoint}/_aws/execute-api/${apiId}/orders`, { method: 'POST', body: JSON.stringify(body) });
    return (await dev.next()).failure;
  };

  expect(await order({})).toMatchObject({
    function: expect.stringMatching(/\/CreateOrder$/),
    cause: 'POST /orders',
    errorType: 'TypeError',
    errorMessage: "Cannot read properties of undefined (reading 'price')",
    frames: [
      { file: 'lib/price.ts', line: 3, column: 53, isOwn: true },
      { file: 'handlers/order.ts', line: 7, isOwn: true },
    ],
    excerpt: expect.stringMatching(/^ {4}3 │ export const priceOf = .*\n {6}│ {53}\^$/),
  });
  expect(await order({ never: true })).toMatchObject({
    cause: 'POST /orders',
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Task timed out after 1.00 seconds',
  });
  expect(await order({ exit: 3 })).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: 'Runtime exited with error: exit status 3',
  });
});
