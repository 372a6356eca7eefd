import { describe, expect, it } from 'vitest';
import { type InProcessCloud, inProcessCloud } from '../testing/in-process-cloud.ts';

/** A bundle as esbuild makes it, with a client of AWS's SDK (as far as it is known as one) and a handler. */
const bundle = (sdk: string, handler: string) => ({
  'index.js': `var once = (cb, mod) => function () { return mod || (0, cb[Object.keys(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
var require_client = once({ "node_modules/client/index.js"(exports, module) {
  const config = { defaultUserAgentProvider: 1 };
  ${sdk}
} });
var client = require_client();
module.exports = { handler: async (event) => { if (event.dies) process.exit(1); ${handler} } };`,
});

/** What a function replies in two environments, one after the other. */
async function twice(subject: InProcessCloud): Promise<unknown[]> {
  const first = await subject.invoke();
  await subject.invoke({ dies: true });
  return [first, await subject.invoke()];
}

describe('code that environments share', () => {
  it('is evaluated once', async () => {
    await using subject = await inProcessCloud(bundle('exports.made = {}; console.log("evaluated");', 'return 1;'));

    expect(await twice(subject)).toEqual([1, 1]);
    expect(subject.logs().match(/evaluated/g)).toHaveLength(1);
  });

  it.each([
    ['a counter', 'let n = 0; exports.next = () => ++n;'],
    [
      'a flag of a function called in place',
      '(function (e) { let n = 0; e.next = () => { n += 1; return n; }; })(exports);',
    ],
    ['a cache', 'const seen = new Map(); exports.next = () => { seen.set(seen.size, 1); return seen.size; };'],
    [
      'an object',
      'const seen = {}; exports.next = () => { seen[Object.keys(seen).length] = 1; return Object.keys(seen).length; };',
    ],
    ['a list that is handed on', 'const seen = []; const list = () => seen; exports.next = () => list().push(1);'],
    [
      'a buffer and its view',
      'let b = new Uint8Array(2); let v = new DataView(b.buffer); exports.next = () => { v.setUint8(0, b[0] + 1); b = b; v = v; return b[0]; };',
    ],
  ])('remembers %s for one environment alone', async (_what, sdk) => {
    await using subject = await inProcessCloud(bundle(sdk, 'return [client.next(), client.next()];'));

    expect(await twice(subject)).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('has the time, variables and randomness of the environment that it runs in', async () => {
    const sdk =
      'const { randomUUID } = require("node:crypto"); exports.all = () => [Date.now(), new Date().getTime(), process.env.AWS_ACCESS_KEY_ID, randomUUID(), Math.random()];';
    const handler =
      'const mine = [Date.now(), new Date().getTime(), process.env.AWS_ACCESS_KEY_ID]; const all = client.all(); return [all.slice(0, 3).join() === mine.join(), ...all.slice(2)];';
    await using subject = await inProcessCloud(bundle(sdk, handler));

    const [first, second] = (await twice(subject)) as unknown[][];

    expect([first?.[0], second?.[0]]).toEqual([true, true]);
    for (const index of [2, 3]) expect(second?.[index]).not.toBe(first?.[index]);
  });

  it('makes the namespaces that bundles import once as well', async () => {
    const helper = `var toESM = (mod, node, target) => (target = {}, node || !mod || !mod.__esModule ? Object.defineProperty(target, "default", { value: mod, enumerable: true }) : target, Object.getOwnPropertyNames(mod).forEach((key) => Object.defineProperty(target, key, { get: () => mod[key] })), console.log("named"), target);
var space = toESM(require_client(), 1);`;
    const files = bundle('exports.made = 1;', 'return [space.made, space.default.made];');
    const code = files['index.js'].replace('var client', `${helper}\nvar client`);
    await using subject = await inProcessCloud({ 'index.js': code });

    expect(await twice(subject)).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(subject.logs().match(/named/g)).toHaveLength(1);
  });

  it('has namespaces of its own in each environment where they were added to', async () => {
    const helper = `var toESM = (mod, node, target) => (target = {}, node || !mod || !mod.__esModule ? Object.defineProperty(target, "default", { value: mod, enumerable: true }) : target);
var space = toESM(require_client(), 1);`;
    const files = bundle('exports.made = 1;', 'const known = space.more; space.more = 1; return [known ?? 0];');
    const code = files['index.js'].replace('var client', `${helper}\nvar client`);
    await using subject = await inProcessCloud({ 'index.js': code });
    const first = subject.cloud.snapshot();
    const replies: unknown[] = [];

    for (let run = 0; run < 3; run += 1) {
      replies.push(await subject.invoke());
      await subject.cloud.restore(first);
    }

    expect(replies).toEqual([[0], [0], [0]]);
  });

  it('is no longer shared when somebody has patched it', async () => {
    const sdk = 'class Client { send() { return 1; } } exports.Client = Client; console.log("evaluated");';
    const handler =
      'const { send } = client.Client.prototype; client.Client.prototype.send = function () { return send.call(this) + 1; }; return new client.Client().send();';
    await using subject = await inProcessCloud(bundle(sdk, handler));
    const first = subject.cloud.snapshot();
    const replies: unknown[] = [];

    for (let run = 0; run < 3; run += 1) {
      replies.push(await subject.invoke());
      await subject.cloud.restore(first);
    }

    expect(replies).toEqual([2, 2, 2]);
  });
});
