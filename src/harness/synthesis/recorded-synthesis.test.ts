import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { realDisk } from './real-disk.ts';
import { recordedSynthesis } from './recorded-synthesis.ts';
import { changeOf, isUpToDate } from './what-changed.ts';

const timeout = 120_000;
/** A blank in its name: nothing here may break at one. Below the repository, whose CDK and esbuild it takes. */
let project: string;

const write = (name: string, text: string): void => {
  mkdirSync(dirname(join(project, name)), { recursive: true });
  writeFileSync(join(project, name), text);
};

const app = `
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { memorySize } from './settings.ts';

const stack = new Stack(new App(), existsSync('extra.json') ? 'Extra' : 'Plain');
for (const name of ['one', 'two']) {
  new NodejsFunction(stack, name, {
    entry: \`handlers/\${name}.ts\`,
    runtime: Runtime.NODEJS_22_X,
    memorySize,
    description: readFileSync('note.txt', 'utf8') + readdirSync('texts').join(),
  });
}
stack.node.root.synth();
`;

beforeAll(() => {
  mkdirSync('.squall', { recursive: true });
  project = realpathSync(mkdtempSync(resolve('.squall', 'recorded app-')));
  write('package.json', '{ "type": "module" }');
  write('package-lock.json', '{}');
  write('tsconfig.json', '{ "compilerOptions": { "target": "es2022" } }');
  write('app.ts', app);
  write('settings.ts', 'export const memorySize = 256;\n');
  write('note.txt', 'a note');
  write('texts/a.txt', 'a');
  write('handlers/shared.ts', 'export const shared = () => "shared";\n');
  write('handlers/one.ts', 'import { shared } from "./shared";\nexport const handler = () => `one ${shared()}`;\n');
  write('handlers/two.ts', 'import { shared } from "./shared";\nexport const handler = () => `two ${shared()}`;\n');
  // The project's own esbuild, that tells how often it is run.
  write(
    'node_modules/.bin/esbuild',
    `#!/bin/sh\necho run >> "${project}/../runs-${process.pid}"\nexec "${resolve('node_modules/.bin/esbuild')}" "$@"\n`,
  );
  chmodSync(join(project, 'node_modules/.bin/esbuild'), 0o755);
});

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
  rmSync(runs(), { force: true });
});

const runs = () => join(project, '..', `runs-${process.pid}`);

/** Synthesizes, and counts how often esbuild ran for it. */
async function synthesize(command = 'app.ts') {
  rmSync(runs(), { force: true });
  const { directory, record } = await recordedSynthesis(command, { directory: project });
  const count = existsSync(runs()) ? readFileSync(runs(), 'utf8').trim().split('\n').length : 0;
  return { directory, record, count };
}

const path = (name: string) => join(project, name);

/** One synthesis after the other: each finds what the ones before it left. */
describe('a recorded synthesis', () => {
  it('tells what it read, what it looked for, and what each bundle was made of', { timeout }, async () => {
    const { record, count } = await synthesize();

    expect(record.unwatched).toEqual([]);
    expect(record.isComplete).toBe(true);
    expect(count).toBe(2);
    for (const name of ['app.ts', 'settings.ts', 'note.txt', 'package.json', 'package-lock.json']) {
      expect([name, record.files.get(path(name))]).toEqual([name, realDisk.digestOfFile(path(name))]);
    }
    expect(record.files.has(path('extra.json'))).toBe(true);
    expect(record.files.get(path('extra.json'))).toBeUndefined();
    expect([...record.directories.keys()]).toEqual([path('texts')]);
    expect(isUpToDate(record, realDisk)).toBe(true);
    const [one] = record.bundlings;
    expect(one?.inputs).toEqual(
      expect.arrayContaining(['handlers/one.ts', 'handlers/shared.ts', 'tsconfig.json'].map(path)),
    );
    expect(one?.inputs).not.toContain(path('handlers/two.ts'));
    expect(changeOf(record, [path('handlers/shared.ts')], realDisk)).toEqual({
      bundlings: record.bundlings,
      filesReadBySynthesis: [],
      listedDirectories: [],
    });
  });

  it('runs no esbuild when nothing has changed, and makes the same assembly', { timeout }, async () => {
    const before = readFileSync(path('cdk.out/Plain.template.json'), 'utf8');

    const { directory, record, count } = await synthesize();

    expect(count).toBe(0);
    expect(record.bundlings).toHaveLength(2);
    expect(readFileSync(join(directory, 'Plain.template.json'), 'utf8')).toBe(before);
  });

  it('runs esbuild once for a changed handler', { timeout }, async () => {
    write('handlers/two.ts', 'import { shared } from "./shared";\nexport const handler = () => `new ${shared()}`;\n');

    const { directory, record, count } = await synthesize();

    expect(count).toBe(1);
    const [, two] = record.bundlings;
    const assets = JSON.parse(readFileSync(join(directory, 'Plain.assets.json'), 'utf8')) as {
      files: Record<string, { source: { path: string } }>;
    };
    const outputs = Object.values(assets.files).map(({ source }) =>
      join(directory, source.path, two?.outputName ?? ''),
    );
    expect(outputs.map((output) => realDisk.digestOfFile(output))).toContain(two?.outputDigest);
  });

  it('runs all again for a changed tsconfig.json, and for a file that an import finds first', { timeout }, async () => {
    write('tsconfig.json', '{ "compilerOptions": { "target": "es2021" } }');
    expect((await synthesize()).count).toBe(2);

    write('handlers/shared.tsx', 'export const shared = () => "first";\n');
    expect((await synthesize()).count).toBe(2);
  });

  it('is no longer up to date when a file appears that it missed, or an entry where it listed', {
    timeout,
  }, async () => {
    const { record } = await synthesize();
    write('texts/b.txt', 'b');
    write('extra.json', '{}');

    const { directory } = await synthesize();

    const change = changeOf(record, [path('texts/b.txt'), path('extra.json')], realDisk);
    expect(change.filesReadBySynthesis).toEqual([path('extra.json')]);
    expect(change.listedDirectories).toEqual([path('texts')]);
    expect(isUpToDate(record, realDisk)).toBe(false);
    expect(existsSync(join(directory, 'Extra.template.json'))).toBe(true);
  });

  it('passes on what esbuild says of a broken handler', { timeout }, async () => {
    write('handlers/one.ts', 'export const handler = (;\n');

    await expect(synthesize()).rejects.toThrow(
      /^handlers\/one\.ts:1:25: Unexpected ";"\n\n {4}1 │ export const handler = \(;\n/,
    );
  });

  it('runs hooks, and is not complete since nobody knows what they read', { timeout }, async () => {
    write('handlers/one.ts', 'export const handler = () => "one";\n');
    write(
      'hooked.ts',
      app.replace(
        'memorySize,',
        `memorySize,
    bundling: {
      commandHooks: {
        beforeBundling: () => [],
        beforeInstall: () => [],
        afterBundling: (input, output) => [\`cp "\${input}/note.txt" "\${output}/note.txt" && test -f "\${output}/note.txt"\`],
      },
    },`,
      ),
    );

    const { directory, record } = await synthesize('hooked.ts');

    expect(record.isComplete).toBe(false);
    expect(record.bundlings).toEqual([]);
    expect(record.files.has(path('handlers/one.ts'))).toBe(true);
    const assets = JSON.parse(readFileSync(join(directory, 'Extra.assets.json'), 'utf8')) as {
      files: Record<string, { source: { path: string; packaging: string } }>;
    };
    const zips = Object.values(assets.files).filter(({ source }) => source.packaging === 'zip');
    expect(zips.length).toBeGreaterThan(0);
    for (const { source } of zips) expect(existsSync(join(directory, source.path, 'note.txt'))).toBe(true);
  });

  it('is not complete for an app that is no program of Node', { timeout }, async () => {
    const { record } = await synthesize(
      `python3 -c "import os; open(os.environ['CDK_OUTDIR'] + '/manifest.json', 'w').write('{}')"`,
    );

    expect(record.isComplete).toBe(false);
  });

  it.each([
    ['leaves the CDK’s own check out where it is told to', {}, { isUnchecked: true }, 'false'],
    ['checks where it is told nothing', {}, {}, 'none'],
    [
      'checks where the app fails by what is found',
      { '@aws-cdk/core:strictCfnValidateErrors': true },
      { isUnchecked: true },
      'none',
    ],
  ])('%s', async (_, context, options, told) => {
    // As somebody has it who has set nothing: these tests themselves run with a cache.
    vi.stubEnv('NODE_COMPILE_CACHE', undefined);
    onTestFinished(() => void vi.unstubAllEnvs());
    write('cdk.json', JSON.stringify({ context }));
    write(
      'checks.mjs',
      `import { writeFileSync } from 'node:fs';
      const { CDK_VALIDATION = 'none', NODE_COMPILE_CACHE, CDK_OUTDIR } = process.env;
      writeFileSync(CDK_OUTDIR + '/manifest.json', JSON.stringify({ CDK_VALIDATION, NODE_COMPILE_CACHE }));`,
    );

    const { directory } = await recordedSynthesis('checks.mjs', { directory: project, ...options });

    const seen: unknown = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'));
    expect(seen).toEqual({ CDK_VALIDATION: told, NODE_COMPILE_CACHE: path('.squall/compile-cache') });
    rmSync(path('cdk.json'));
  });
});
