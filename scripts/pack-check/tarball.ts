import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { answers, installPackages, plainEnvironment, run, withThisNode } from './run.ts';

interface SourceMap {
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
}

/** Packs the clone as `npm pack` does, which leaves the clone's own package.json as it was. Answers the tarball. */
export function packClone(clone: string, destination: string): string {
  const before = readFileSync(join(clone, 'package.json'), 'utf8');
  const name = run('npm', ['pack', '--silent', '--pack-destination', destination], clone).trim().split('\n').at(-1);
  if (readFileSync(join(clone, 'package.json'), 'utf8') !== before) throw new Error('npm pack changed package.json');
  return join(destination, name ?? '');
}

/** A project that has installed the tarball, and whatever else it names. */
export function makeProject(project: string, packages: readonly string[]): void {
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"name":"empty","private":true,"type":"module"}');
  installPackages(project, packages);
}

/** Names of folders alone, and the script that becomes a part of each report, which loads nothing. */
const withoutMap: ReadonlySet<string> = new Set(['places.js', 'explore/report/page/main.js']);

/** The package's files: no way to sources that are not there, and a source map with its sources for all code. */
export function checkFiles(project: string): void {
  const root = join(project, 'node_modules/squall');
  const manifest = readFileSync(join(root, 'package.json'), 'utf8');
  if (/squall-source|"(?:scripts|private|devDependencies)"/.test(manifest)) {
    throw new Error(`package.json is the clone's:\n${manifest}`);
  }
  const code = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.js'));
  if (code.length === 0) throw new Error('the package has no code');
  for (const file of code) {
    const text = readFileSync(join(root, 'dist', file), 'utf8');
    // Files that only hand on what chunks have name a map that is empty.
    if (!text.includes('sourceMappingURL') && !withoutMap.has(file)) throw new Error(`${file} has no source map`);
    if (!text.startsWith('// src/') && !/\n\/\/ src\//.test(text)) continue;
    const map = JSON.parse(readFileSync(join(root, 'dist', `${file}.map`), 'utf8')) as SourceMap;
    if (map.sources.length === 0 || map.sources.some((_, index) => !map.sourcesContent?.[index])) {
      throw new Error(`${file}.map lacks its sources`);
    }
  }
}

/** The command line, as npm links it, on this Node. */
export async function checkCommandLine(project: string): Promise<void> {
  const bin = join(project, 'node_modules/.bin/squall');
  if (!existsSync(bin)) throw new Error('npm linked no squall');
  await answers(spawn(process.execPath, [bin, 'up', '--port', '0', '--json'], { cwd: project }));
}

/** `npx squall up & kill $!` ends the cloud, though npx tells only the shell between. */
export async function checkNpx(project: string): Promise<void> {
  const npx = spawn('npx', ['squall', 'up', '--port', '0', '--json'], { cwd: project, env: withThisNode(project) });
  const line = await new Promise<string>((resolve, reject) => {
    npx.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
    npx.once('exit', (code) => reject(new Error(`npx squall up ended with ${code}`)));
  });
  const { endpoint } = JSON.parse(line) as { endpoint: string };
  npx.kill('SIGTERM');
  const isThere = () =>
    fetch(`${endpoint}/_squall/health`).then(
      () => true,
      () => false,
    );
  for (let tries = 0; await isThere(); tries++) {
    if (tries > 300) throw new Error('the cloud goes on when npx is killed');
    await wait(100);
  }
}

/** What is said on a Node that is too old, if this machine has one: where it has none, that is said. */
export function checkOldNode(project: string): string {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find((node) => existsSync(node) && isOld(node));
  if (old === undefined) return '!! NO older Node on this machine: what is said on one was not tried';
  const { status, stderr } = spawnSync(old, [join(project, 'node_modules/.bin/squall'), 'up'], { encoding: 'utf8' });
  if (status !== 1 || !stderr.startsWith('Squall needs Node 22.22 or newer; this is v')) {
    throw new Error(`${old} ended with ${status}:\n${stderr}`);
  }
  return `✓ an older Node is told so (${old})`;
}

function isOld(node: string): boolean {
  return Number(/^v(\d+)/.exec(run(node, ['--version'], process.cwd()))?.[1]) < 22;
}

export function checkModule(project: string): void {
  const program = `
    import { startCloud } from 'squall';
    await using cloud = await startCloud();
    const identity = await cloud.kernel.call('sts', 'GetCallerIdentity', {}, {});
    if (!identity.Account) throw new Error('no account');
  `;
  writeFileSync(join(project, 'use.mjs'), program);
  run(process.execPath, ['use.mjs'], project);
}

/** A suite of `squall/testing`, with a stack that needs no CDK; its second test finds the first one's undone. */
function writeSuite(project: string, hooks: string): void {
  const suite = `
    import assert from 'node:assert/strict';
    import { deploy } from 'squall/testing';
    ${hooks}
    let app;
    before(async () => { app = await deploy({ app: 'assembly' }); });
    afterEach(() => app.putBack());
    after(() => app.close());
    for (const name of ['first', 'second']) {
      test(name, async () => {
        const put = () => app.aws.call('ssm', 'PutParameter', { Name: '/own', Value: name, Type: 'String' });
        await put();
        await assert.rejects(put);
        assert.equal(app.outputs.Name, '/deployed');
      });
    }
  `;
  const parameter = { Type: 'AWS::SSM::Parameter', Properties: { Name: '/deployed', Type: 'String', Value: 'x' } };
  const template = { Resources: { P: parameter }, Outputs: { Name: { Value: { Ref: 'P' } } } };
  const stack = { type: 'aws:cloudformation:stack', properties: { templateFile: 'A.json' } };
  mkdirSync(join(project, 'assembly'));
  writeFileSync(join(project, 'assembly', 'A.json'), JSON.stringify(template));
  writeFileSync(join(project, 'assembly', 'manifest.json'), JSON.stringify({ artifacts: { A: stack } }));
  writeFileSync(join(project, 'suite.test.mjs'), suite);
}

export function checkNodeTest(project: string): void {
  writeSuite(project, `import { after, afterEach, before, test } from 'node:test';`);
  const told = run(process.execPath, ['--test', '--test-reporter=tap', 'suite.test.mjs'], project);
  if (!/^# pass 2$/m.test(told)) throw new Error(`node:test did not pass two tests:\n${told}`);
}

/** As docs/testing.md says it is done. */
export function checkJest(project: string): void {
  writeSuite(project, 'const [before, after] = [beforeAll, afterAll];');
  const env = { ...plainEnvironment, NODE_OPTIONS: '--experimental-vm-modules' };
  const argv = ['node_modules/jest/bin/jest.js', '--json'];
  const { numPassedTests } = JSON.parse(run(process.execPath, argv, project, env)) as { numPassedTests: number };
  if (numPassedTests !== 2) throw new Error(`jest passed ${numPassedTests} tests, not two`);
}

/** The public types, with nothing skipped: `typescript` is in `project`, and `types` are what it has beside it. */
export function checkTypes(project: string, modules: readonly string[], types: readonly string[]): void {
  const compilerOptions = {
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    types,
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }));
  const imports = modules.map((name, index) => `import * as module${index} from '${name}';\nvoid module${index};\n`);
  // A wrong use must be seen, else the types have become `any`.
  const use = `import { startCloud } from 'squall';\n// @ts-expect-error: a seed is a number.\nvoid startCloud({ seed: 'x' });\n`;
  writeFileSync(join(project, 'use.ts'), [...imports, use].join(''));
  process.stdout.write(run(join(project, 'node_modules/.bin/tsc'), [], project));
}
