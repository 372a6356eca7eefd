/**
 * `npm run pack:check`: Squall as strangers get it. In a fresh clone `npx squall` runs; the tarball that the clone packs
 * is installed in an empty project, where the command line answers, modules are found and types are whole.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkClone, makeClone } from './pack-check/clone.ts';
import { checkExplore } from './pack-check/explored.ts';
import { checkCdkInitJest, checkFixture, checkInit, checkTsx, makeCdkInit } from './pack-check/layouts.ts';
import { installPackages } from './pack-check/run.ts';
import {
  checkCommandLine,
  checkFiles,
  checkJest,
  checkModule,
  checkNodeTest,
  checkNpx,
  checkOldNode,
  checkTypes,
  makeProject,
  packClone,
} from './pack-check/tarball.ts';
import { readManifest } from './published-manifest.ts';

const folder = mkdtempSync(join(tmpdir(), 'squall-pack-'));
const { devDependencies } = readManifest() as unknown as { devDependencies: Record<string, string> };
const pinned = (...names: readonly string[]) => names.map((name) => `${name}@${devDependencies[name]}`);

try {
  const clone = join(folder, 'clone');
  makeClone(clone);
  await checkClone(clone);
  process.stdout.write('✓ npx squall runs in a fresh clone, on its own Node\n');

  const tarball = packClone(clone, folder);
  const alone = join(folder, 'alone');
  makeProject(alone, [tarball]);
  checkFiles(alone);
  await checkCommandLine(alone);
  checkModule(alone);
  process.stdout.write('✓ the tarball installs and runs\n');
  await checkNpx(alone);
  process.stdout.write('✓ npx squall up & kill $! ends the cloud\n');
  process.stdout.write(`${checkOldNode(alone)}\n`);
  checkNodeTest(alone);
  process.stdout.write('✓ a suite of node:test deploys and is put back\n');

  const withJest = join(folder, 'jest');
  makeProject(withJest, [tarball, 'jest@30.5.2']);
  checkJest(withJest);
  process.stdout.write('✓ a suite of jest does the same\n');

  const common = join(folder, 'common');
  makeProject(common, [tarball, 'aws-sdk@2.1693.0', ...pinned('vitest')]);
  checkExplore(common);
  process.stdout.write('✓ a package of CommonJS explores a function of the SDK’s version 2\n');

  const things = join(folder, 'things');
  const sdks = ['aws-sdk@2.1693.0', ...pinned('@aws-sdk/client-dynamodb')];
  makeCdkInit(clone, things, [tarball, ...sdks, ...pinned('aws-cdk-lib', 'constructs', 'esbuild')]);
  checkCdkInitJest(things);
  checkTsx(things);
  checkInit(things);
  installPackages(things, pinned('vitest'));
  checkFixture(things);
  process.stdout.write('✓ what cdk init makes: jest, tsx, squall explore --init, vitest, with aliases and both SDKs\n');

  const typed = join(folder, 'typed');
  makeProject(typed, [tarball, ...pinned('typescript', 'vitest', 'testcontainers', '@types/node')]);
  checkTypes(typed, ['squall', 'squall/vitest', 'squall/testing', 'squall/testcontainers'], ['node']);
  process.stdout.write('✓ its types are whole with skipLibCheck: false\n');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
