import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTrace } from './failure-frames.ts';

const price = ['/** A comment. */', 'export const priceOf = (item) => {', '  return item.price * 2;', '};', ''].join(
  '\n',
);
const order = "import { priceOf } from '../lib/price.ts';\nexport const handler = () => priceOf(undefined);\n";

let project: string;
let codeDirectory: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'squall-project-'));
  codeDirectory = mkdtempSync(join(tmpdir(), 'squall-code-'));
  write('lib/price.ts', price);
  write('handlers/order.ts', order);
});
afterEach(() => {
  for (const directory of [project, codeDirectory]) rmSync(directory, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), text);
}

/** As the CDK bundles: in a directory of its own below `cdk.out`, from which the bundle then moves. */
function bundle(sourcemap: 'linked' | 'inline' | false): void {
  const { outputFiles } = buildSync({
    absWorkingDir: project,
    entryPoints: ['handlers/order.ts'],
    outfile: 'cdk.out/bundling/index.cjs',
    bundle: true,
    minify: true,
    platform: 'node',
    sourcemap,
    write: false,
  });
  for (const { path, contents } of outputFiles) {
    writeFileSync(join(codeDirectory, path.endsWith('.map') ? 'index.cjs.map' : 'index.cjs'), contents);
  }
}

/** The trace of the bundle's own failure, in a process that maps nothing, as this one does. */
function traceOf(): string[] {
  const script = `try { require('./index.cjs').handler() } catch (error) { console.log(error.stack) }`;
  return execFileSync(process.execPath, ['-e', script], { cwd: codeDirectory }).toString().split('\n');
}

describe('frames of a function’s stack', () => {
  it.each(['linked', 'inline'] as const)('name the project’s sources by a %s source map', (sourcemap) => {
    bundle(sourcemap);

    const { frames, excerpt, lacksMap } = readTrace(traceOf(), { codeDirectory, project });

    expect(frames.slice(0, 2)).toMatchObject([
      { name: undefined, file: 'lib/price.ts', line: 3, column: 15, isOwn: true },
      { file: 'handlers/order.ts', line: 2, column: 30, isOwn: true },
    ]);
    expect(excerpt).toBe('    3 │   return item.price * 2;\n      │               ^');
    expect(lacksMap).toBe(false);
  });

  it('are of the bundle where it has no map, which is told', () => {
    bundle(false);

    const { frames, lacksMap } = readTrace(traceOf(), { codeDirectory, project });

    expect(frames[0]).toMatchObject({ file: 'index.cjs', line: 1 });
    expect(lacksMap).toBe(true);
  });

  it('of code that was not bundled are its own places, without a hint', () => {
    writeFileSync(join(codeDirectory, 'index.js'), 'exports.handler = () => {\n  return missing.member;\n};\n');
    const trace = ['ReferenceError: missing', `    at exports.handler (${codeDirectory}/index.js:2:3)`];

    const { frames, excerpt, lacksMap } = readTrace(trace, { codeDirectory, project });

    expect(frames).toEqual([{ name: 'exports.handler', file: 'index.js', line: 2, column: 3, isOwn: true }]);
    expect(excerpt).toBe('    2 │   return missing.member;\n      │   ^');
    expect(lacksMap).toBe(false);
  });

  it('that the function mapped itself are found by how their path ends', () => {
    const trace = ['TypeError', `    at priceOf (${dirname(codeDirectory)}/gone/lib/price.ts:3:15)`];

    const { frames, excerpt } = readTrace(trace, { codeDirectory, project });

    expect(frames).toEqual([{ name: 'priceOf', file: 'lib/price.ts', line: 3, column: 15, isOwn: true }]);
    expect(excerpt).toContain('return item.price * 2;');
  });

  it('leave out what ran the function, and mark packages', () => {
    const trace = [
      'Error',
      `    at send (${codeDirectory}/node_modules/sdk/client.js:1:1)`,
      '    at runClassic (file:///squall/services/lambda/executors/process/bootstrap/run-handler.ts:36:29)',
      '    at process.processTimers (node:internal/timers:618:7)',
    ];

    const { frames } = readTrace(trace, { codeDirectory, project });

    expect(frames).toEqual([{ name: 'send', file: 'node_modules/sdk/client.js', line: 1, column: 1, isOwn: false }]);
  });

  it('of Python lead to the line', () => {
    write('functions/app.py', 'def handler(event, context):\n    return event["missing"]\n');
    writeFileSync(join(codeDirectory, 'app.py'), 'def handler(event, context):\n    return event["missing"]\n');
    const trace = [`  File "${codeDirectory}/app.py", line 2, in handler\n    return event["missing"]\n`];

    const { frames, excerpt } = readTrace(trace, { codeDirectory, project });

    expect(frames).toEqual([{ name: 'handler', file: 'app.py', line: 2, column: undefined, isOwn: true }]);
    expect(excerpt).toBe('    2 │     return event["missing"]');
  });
});
