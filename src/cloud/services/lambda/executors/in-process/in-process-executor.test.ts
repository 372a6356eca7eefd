import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../../../kernel/errors.ts';
import { type Files, inProcessCloud, type Setting } from './testing/in-process-cloud.ts';

/** What a function of these files replies to one event. */
async function replyOf(files: Files, setting?: Setting): Promise<unknown> {
  await using subject = await inProcessCloud(files, setting);
  return await subject.invoke();
}

const cjs = (body: string): Files => ({ 'index.js': body });
const echo: Setting['outbound'] = async ({ url, method, body, headers }) => ({
  status: 200,
  headers: { 'content-type': 'application/json', 'x-kind': 'echo' },
  body: JSON.stringify({ url, method, body: Buffer.from(body).toString('utf8'), accept: headers.accept }),
});

describe('modules in an in-process environment', () => {
  it.each<[string, Files, Setting?]>([
    ['CommonJS', cjs('exports.handler = async () => "ok";')],
    [
      'a promise of TypeScript’s',
      cjs(
        '"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); exports.handler = () => Promise.resolve("ok");',
      ),
    ],
    ['an ES module', { 'index.mjs': 'export const handler = async () => "ok";' }],
    [
      'an ES module by its package',
      { 'index.js': 'export async function handler() { return "ok"; }', 'package.json': '{"type":"module"}' },
    ],
    ['a default export', { 'index.mjs': 'const handler = async () => "ok"; export default { handler };' }],
    [
      'top-level await',
      { 'index.mjs': 'const word = await Promise.resolve("ok"); export const handler = async () => word;' },
    ],
    [
      'several ES modules',
      {
        'index.mjs':
          'import { word, count } from "./lib/word.mjs"; import * as all from "./lib/word.mjs"; export const handler = async () => (count() === 1 && all.word === word ? word : "no");',
        'lib/word.mjs': 'let n = 0; export const word = "ok"; export function count() { n += 1; return n; }',
      },
    ],
    [
      're-exports',
      {
        'index.mjs': 'export { handler } from "./a.mjs"; export * from "./b.mjs"; export * as b from "./b.mjs";',
        'a.mjs': 'import { word } from "./b.mjs"; export const handler = async () => word;',
        'b.mjs': 'export const word = "ok"; export default 1;',
      },
    ],
    [
      'CommonJS from an ES module',
      {
        'index.mjs':
          'import lib, { word } from "./lib.cjs"; export const handler = async () => (lib.word === word ? word : "no");',
        'lib.cjs': 'module.exports = { word: "ok" };',
      },
    ],
    [
      'packages by their exports',
      {
        'index.mjs': 'import { word } from "words/short"; export const handler = async () => word;',
        'node_modules/words/package.json':
          '{"name":"words","exports":{"./short":{"import":"./esm.mjs","require":"./cjs.js"}}}',
        'node_modules/words/esm.mjs': 'export const word = "ok";',
        'node_modules/words/cjs.js': 'exports.word = "cjs";',
      },
    ],
    [
      'packages from CommonJS',
      {
        'index.js': 'const { word } = require("words"); exports.handler = async () => word;',
        'node_modules/words/package.json': '{"name":"words","main":"main.js"}',
        'node_modules/words/main.js': 'exports.word = require("./word.json").word;',
        'node_modules/words/word.json': '{"word":"ok"}',
      },
    ],
    ['a dynamic import', cjs('exports.handler = async () => (await import("node:path")).basename("/x/ok");')],
    [
      'createRequire',
      {
        'index.mjs':
          'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); const { word } = require("./w.cjs"); export const handler = async () => word;',
        'w.cjs': 'exports.word = "ok";',
      },
    ],
    [
      'names that shadow its own',
      {
        'index.mjs':
          'import crypto from "crypto"; import process from "node:process"; const fetch = () => "ok"; export const handler = async () => (crypto.createHash && process.env.AWS_REGION ? fetch() : "no");',
      },
    ],
    [
      'a handler in a directory',
      { 'src/app.js': 'exports.api = { get: async () => "ok" };' },
      { handler: 'src/app.api.get' },
    ],
    [
      'a callback',
      cjs('exports.handler = (event, context, callback) => { setTimeout(() => callback(null, "ok"), 5); };'),
      { runtime: 'nodejs22.x' },
    ],
  ])('%s', async (_what, files, setting) => {
    expect(await replyOf(files, setting)).toBe('ok');
  });

  it('is a fresh instance in each environment, and the same within one', async () => {
    await using subject = await inProcessCloud(cjs('let n = 0; exports.handler = async () => ++n;'));

    expect([await subject.invoke(), await subject.invoke()]).toEqual([1, 2]);
    await subject.cloud.restore(subject.cloud.snapshot());
    expect(await subject.invoke()).toBe(1);
  });

  it.each<[string, Files, Setting | undefined, object]>([
    ['a missing file', cjs(''), { handler: 'other.handler' }, { errorType: 'Runtime.ImportModuleError' }],
    [
      'a missing export',
      cjs(''),
      undefined,
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    ['what is no program', cjs('exports.handler = ('), undefined, { errorType: 'Runtime.UserCodeSyntaxError' }],
    [
      'an error while it is loaded',
      cjs('throw new TypeError("at load");'),
      undefined,
      { errorType: 'TypeError', errorMessage: 'at load' },
    ],
    [
      'an error',
      cjs('exports.handler = async () => { throw new RangeError("no"); };'),
      undefined,
      { errorType: 'RangeError', errorMessage: 'no' },
    ],
    [
      'process.exit',
      cjs('exports.handler = async () => process.exit(3);'),
      undefined,
      { errorType: 'Runtime.ExitError' },
    ],
    [
      'a rejection that nobody handles',
      cjs('exports.handler = () => { Promise.reject(new Error("left")); return new Promise(() => {}); };'),
      undefined,
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: left' },
    ],
    [
      'an error in a timer',
      cjs(
        'exports.handler = () => { setTimeout(() => { throw new Error("late"); }, 5); return new Promise(() => {}); };',
      ),
      undefined,
      { errorType: 'Error', errorMessage: 'late' },
    ],
  ])('%s ends as on Lambda', async (_what, files, setting, payload) => {
    expect(await replyOf(files, setting)).toMatchObject(payload);
  });
});

describe('time and chance in an in-process environment', () => {
  it('are the cloud’s: an hour of waiting takes no time', async () => {
    const body =
      'exports.handler = async (e, c) => { const t = Date.now(); const left = c.getRemainingTimeInMillis(); await new Promise((r) => setTimeout(r, 4000)); await require("timers/promises").setTimeout(500); return [Date.now() - t, new Date() - t, left - c.getRemainingTimeInMillis(), Math.round(performance.now()) >= 4500, new Date() instanceof Date, typeof Date()]; };';

    expect(await replyOf(cjs(body))).toEqual([4500, 4500, 4500, true, true, 'string']);
  });

  it('give the same ids in the same run, and others in the next environment', async () => {
    const body =
      'const c = require("crypto"); exports.handler = async () => [Math.random(), crypto.randomUUID(), c.randomUUID(), c.randomBytes(4).toString("hex"), c.randomInt(1000)];';
    const [one, other] = [await replyOf(cjs(body)), await replyOf(cjs(body))];

    expect(one).toEqual(other);
    expect(new Set(one as unknown[]).size).toBe(5);
  });

  it('abort what took too long', async () => {
    const body =
      'exports.handler = async () => { const t = Date.now(); try { await fetch("https://never.test/", { signal: AbortSignal.timeout(1500) }); } catch (error) { return [error.name, Date.now() - t, AbortSignal.timeout(5) instanceof AbortSignal]; } };';

    expect(await replyOf(cjs(body), { outbound: () => new Promise(() => {}) })).toEqual(['TimeoutError', 1500, true]);
  });

  it('stand still after the reply, and go on with the next event', async () => {
    const body =
      'let fired = 0; setInterval(() => { fired += 1; }, 1000).unref(); exports.handler = async () => { await new Promise((r) => setTimeout(r, 2500)); return fired; };';
    await using subject = await inProcessCloud(cjs(body));

    expect(await subject.invoke()).toBe(2);
    await subject.cloud.clock.advance('1m');
    expect(await subject.invoke()).toBeLessThanOrEqual(5);
  });
});

describe('the network of an in-process environment', () => {
  it('is fetch and http alike', async () => {
    const body = `const https = require('https');
      const ask = (options, text) => new Promise((resolve, reject) => { const q = https.request(options, (r) => { let s = ''; r.setEncoding('utf8'); r.on('data', (d) => (s += d)); r.on('end', () => resolve([r.statusCode, r.headers['x-kind'], JSON.parse(s)])); }); q.on('error', reject); q.end(text); });
      exports.handler = async () => { const f = await fetch('https://api.test/a?b=1', { method: 'POST', body: 'hi' }); return [f.status, f.headers.get('x-kind'), await f.json(), await ask({ hostname: 'api.test', path: '/c', method: 'PUT', headers: { accept: 'x/y' } }, 'ho')]; };`;

    expect(await replyOf(cjs(body), { outbound: echo })).toEqual([
      200,
      'echo',
      { url: 'https://api.test/a?b=1', method: 'POST', body: 'hi', accept: '*/*' },
      [200, 'echo', { url: 'https://api.test/c', method: 'PUT', body: 'ho', accept: 'x/y' }],
    ]);
  });

  it('tells dead connections and missing hosts as sockets do', async () => {
    const body =
      'exports.handler = async () => { const out = []; for (const u of ["https://dead.test/", "https://none.test/"]) { try { await fetch(u); } catch (e) { out.push(e.message, e.cause.code); } await new Promise((r) => require("https").get(u).on("error", (e) => r(out.push(e.code)))); } return out; };';
    const outbound: Setting['outbound'] = async ({ url }) => {
      throw url.includes('dead')
        ? new ConnectionFailure('reset')
        : Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    };

    expect(await replyOf(cjs(body), { outbound })).toEqual([
      'fetch failed',
      'ECONNRESET',
      'ECONNRESET',
      'fetch failed',
      'ENOTFOUND',
      'ENOTFOUND',
    ]);
  });

  it('leads nowhere without somebody who plays the world outside', async () => {
    const body = 'exports.handler = async () => fetch("https://example.com/").catch((e) => e.cause.code);';

    expect(await replyOf(cjs(body))).toBe('ENOTFOUND');
  });

  it('tells what was under way at the reply', async () => {
    const body =
      'exports.handler = async () => { fetch("https://api.test/late", { method: "POST" }).catch(() => {}); return 1; };';
    await using subject = await inProcessCloud(cjs(body), { outbound: () => new Promise(() => {}) });

    await subject.invoke();

    expect(subject.events.find(({ kind }) => kind === 'replied')).toMatchObject({
      outstanding: ['POST https://api.test/late'],
    });
  });

  it('tells what was under way once, and with which reply', async () => {
    const body =
      'let count = 0; exports.handler = async () => { count += 1; if (count === 1) { fetch("https://api.test/late").catch(() => {}); throw new Error("late"); } return count; };';
    await using subject = await inProcessCloud(cjs(body), { outbound: () => new Promise(() => {}) });

    await subject.invoke();
    await subject.invoke();

    expect(subject.events.filter(({ kind }) => kind === 'replied')).toMatchObject([
      { outstanding: ['GET https://api.test/late'], outcome: { kind: 'error' } },
      { outstanding: [], outcome: { kind: 'result' } },
    ]);
  });
});

describe('what an in-process environment keeps from this machine', () => {
  it.each([
    ['files of the user', 'require("fs").readFileSync("/etc/hostname", "utf8")', 'ENOENT'],
    ['files of the user, promised', 'await require("fs/promises").readFile("/etc/passwd")', 'ENOENT'],
    ['writing outside of /tmp', 'require("fs").writeFileSync("/var/task/x", "1")', 'EROFS'],
    [
      'files of the user, by a require of its own',
      'require("module").createRequire("/var/task/a.js")("fs").readFileSync("/etc/hostname")',
      'ENOENT',
    ],
    ['processes', 'require("child_process").execSync("id")', 'ERR_SQUALL_NOT_OWNED'],
    ['sockets', 'require("net").connect(80, "127.0.0.1")', 'ERR_SQUALL_NOT_OWNED'],
    ['threads', 'new (require("worker_threads").Worker)("x")', 'ERR_SQUALL_NOT_OWNED'],
  ])('%s', async (_what, code, expected) => {
    expect(
      await replyOf(
        cjs(`exports.handler = async () => { try { ${code}; return "reached"; } catch (e) { return e.code; } };`),
      ),
    ).toBe(expected);
  });

  it('but not its own /tmp', async () => {
    const body =
      'const fs = require("fs"); exports.handler = async () => { fs.writeFileSync("/tmp/x", "mine"); return [fs.readFileSync("/tmp/x", "utf8"), fs.existsSync("/etc/hosts"), require("os").homedir()]; };';

    expect(await replyOf(cjs(body))).toEqual(['mine', false, '/home/sbx_user1051']);
  });

  it('a native addon', async () => {
    const files = {
      'index.js': 'exports.handler = async () => { try { require("./x.node"); } catch (e) { return e.code; } };',
      'x.node': 'ELF',
    };
    await using subject = await inProcessCloud(files);

    expect(await subject.invoke()).toBe('ERR_SQUALL_NOT_OWNED');
    expect(subject.events).toContainEqual(
      expect.objectContaining({ kind: 'refused', what: 'the native addon x.node' }),
    );
  });
});

/** Its time has not moved when the work is done: nobody took it for a promise that is never kept. */
const timed = (work: string): Files => ({
  'index.js': `const { promisify } = require('util'); const zlib = require('zlib'); const crypto = require('crypto'); const fs = require('fs');
    const { pipeline } = require('stream/promises'); const { Readable, Writable } = require('stream');
    setTimeout(() => {}, 1).unref();
    exports.handler = async () => { const begun = Date.now(); const result = await (async () => { ${work} })(); return [result, Date.now() - begun]; };`,
});

describe('work outside of JavaScript is waited for exactly', () => {
  it.each([
    [
      'compressing 20 MB',
      'const z = await promisify(zlib.gzip)(Buffer.alloc(20e6, "ab")); return (await promisify(zlib.gunzip)(z)).length;',
      20e6,
    ],
    [
      'compressing 20 MB as a stream',
      'let n = 0; await pipeline(Readable.from([Buffer.alloc(10e6, "a"), Buffer.alloc(10e6, "b")]), zlib.createGzip(), new zlib.Gunzip(), new Writable({ write(c, e, done) { n += c.length; setTimeout(done, 0); }, highWaterMark: 1e9 })); return n > 1e6 && n;',
      20e6,
      'time passes',
    ],
    [
      'the web’s streams of compression',
      'const s = new Blob([Buffer.alloc(1e6, "a")]).stream().pipeThrough(new CompressionStream("gzip")).pipeThrough(new DecompressionStream("gzip")); return (await new Response(s).arrayBuffer()).byteLength;',
      1e6,
    ],
    ['scrypt', 'return (await promisify(crypto.scrypt)("p", "s", 32, { N: 2 ** 16, maxmem: 1e9 })).length;', 32],
    ['pbkdf2', 'return (await promisify(crypto.pbkdf2)("p", "s", 500000, 32, "sha256")).length;', 32],
    [
      'a pair of keys',
      'return (await promisify(crypto.generateKeyPair)("rsa", { modulusLength: 2048 })).publicKey.type;',
      'public',
    ],
    [
      'web cryptography',
      'const k = await crypto.subtle.importKey("raw", Buffer.from("p"), "PBKDF2", false, ["deriveBits"]); return (await crypto.subtle.deriveBits({ name: "PBKDF2", salt: Buffer.from("s"), iterations: 500000, hash: "SHA-256" }, k, 256)).byteLength;',
      32,
    ],
    [
      'files by promises, callbacks, handles and streams',
      'await fs.promises.writeFile("/tmp/a", Buffer.alloc(3e6)); const h = await fs.promises.open("/tmp/a"); const a = (await h.readFile()).length; await h.close(); let n = 0; for await (const c of fs.createReadStream("/tmp/a")) n += c.length; const d = await promisify(fs.readFile)("/tmp/a"); const names = []; for await (const e of await fs.promises.opendir("/tmp")) names.push(e.name); return [a, n, d.length, names];',
      [3e6, 3e6, 3e6, ['a']],
    ],
    [
      'compiling WebAssembly',
      'return (await WebAssembly.instantiate(Buffer.from("AGFzbQEAAAA=", "base64"))).instance instanceof WebAssembly.Instance;',
      true,
    ],
  ])('%s', async (_what, work, expected, passing?: string) => {
    const [result, passedMs] = (await replyOf(timed(work), { timeoutSeconds: 900 })) as [unknown, number];

    expect(result).toEqual(expected);
    expect(passedMs === 0).toBe(passing === undefined);
  });

  it('in the order in which it began, whatever takes longer', async () => {
    const work =
      'const order = []; await Promise.all([promisify(crypto.scrypt)("p", "s", 32, { N: 2 ** 14 }).then(() => order.push("long")), promisify(crypto.pbkdf2)("p", "s", 1, 32, "sha1").then(() => order.push("short"))]); return order;';

    expect(await replyOf(timed(work))).toEqual([['long', 'short'], 0]);
  });

  it('tells wrong data as Node does', async () => {
    const work =
      'const codes = []; for (const run of [() => promisify(zlib.gunzip)("no"), () => fs.promises.readFile("/tmp/none"), () => pipeline(Readable.from(["no"]), zlib.createGunzip())]) await run().catch((e) => codes.push(e.code)); return codes;';

    expect(await replyOf(timed(work))).toEqual([['Z_DATA_ERROR', 'ENOENT', 'Z_DATA_ERROR'], 0]);
  });
});

describe('loops without an end', () => {
  it.each([
    ['of a processor', 'while (true) {}'],
    ['that catches everything', 'for (;;) { try { JSON.parse("{"); } catch {} }'],
    ['of microtasks', 'while (true) await null;'],
    ['without a block', 'do ; while (true);'],
  ])('%s are broken off, and the function times out', async (_what, loop) => {
    await using subject = await inProcessCloud(cjs(`exports.handler = async () => { ${loop} };`), {
      timeoutSeconds: 2,
    });

    expect(await subject.invoke()).toMatchObject({
      errorMessage: expect.stringContaining('Task timed out after 2.00 seconds'),
    });
    expect(subject.events).toContainEqual(expect.objectContaining({ kind: 'looped' }));
  });

  it('are not taken for loops with much to do', async () => {
    const body =
      'exports.handler = async () => { let n = 0; for (let i = 0; i < 2e7; i++) n += i % 7; return n > 0; };';

    expect(await replyOf(cjs(body))).toBe(true);
  });
});
