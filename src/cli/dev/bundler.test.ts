import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Bundler } from './bundler.ts';

let directory: string;
let bundler: Bundler;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(join(tmpdir(), 'squall-bundler-')));
  mkdirSync(join(directory, 'node_modules'));
  symlinkSync(resolve('node_modules/esbuild'), join(directory, 'node_modules/esbuild'));
  bundler = new Bundler();
});
afterEach(() => {
  bundler.close();
  rmSync(directory, { recursive: true });
});

const write = (text: string): void => writeFileSync(join(directory, 'a.ts'), text);

const build = async (): Promise<string> => {
  const command = ['esbuild', '--bundle', 'a.ts', '--platform=node', '--outfile=out/index.js'];
  const bundle = await bundler.bundle({ command, directory, outputName: 'index.js', inputs: [], outputDigest: '' });
  return Buffer.from(bundle?.files.get('index.js') ?? []).toString();
};

/** Tells whether a build was running already, which esbuild would answer by that one's result. */
const esbuildThatCounts = `let running = 0;
exports.context = async ({ outfile, absWorkingDir }) => ({
  dispose: async () => {},
  rebuild: async () => {
    const contents = Buffer.from(String(running++));
    await new Promise((done) => setImmediate(done));
    running -= 1;
    return { outputFiles: [{ path: absWorkingDir + '/' + outfile, contents }], metafile: { inputs: {}, outputs: {} } };
  },
});
`;

it('begins a build after the one that is under way, which may have read what was there before', async () => {
  rmSync(join(directory, 'node_modules/esbuild'));
  mkdirSync(join(directory, 'node_modules/esbuild'));
  writeFileSync(join(directory, 'node_modules/esbuild/index.js'), esbuildThatCounts);

  expect(await Promise.all([build(), build(), build()])).toEqual(['0', '0', '0']);
});

it('leaves its settings of esbuild to nobody else', async () => {
  write('console.log(1);');

  await build();

  expect(process.env).not.toHaveProperty('GOGC');
  expect(process.env).not.toHaveProperty('GOMEMLIMIT');
});
