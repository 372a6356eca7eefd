import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../assembly.ts';
import { costTable, estimateCost, totalOf, usualVolume } from './aws/cost.ts';
import { prefixAssembly } from './prefix-assembly.ts';
import { targetNames } from './target.ts';
import { lackOf, targetOf } from './target-of.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'squall-targets-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('SQUALL_TARGET', () => {
  it('names where suites run; without it they run embedded', async () => {
    for (const name of targetNames) expect((await targetOf({ SQUALL_TARGET: name })).name).toBe(name);
    expect((await targetOf({})).name).toBe('embedded');
  });

  it('is refused when it names no target, with those that there are', async () => {
    await expect(targetOf({ SQUALL_TARGET: 'azure' })).rejects.toMatchObject({
      code: 'InvalidOption',
      hint: 'Targets: embedded, container, localstack, aws.',
    });
  });

  it('tells what a target lacks, for the skipped test to say', async () => {
    const aws = await targetOf({ SQUALL_TARGET: 'aws' });

    expect(lackOf(aws, ['virtual time', 'faults'])).toBe('the target “aws” has no virtual time, no faults');
    expect(lackOf(aws, [])).toBeUndefined();
  });
});

describe('stacks with a name of their own', () => {
  it('have the templates of the others, byte for byte', () => {
    const template = JSON.stringify({ Resources: { Table: { Type: 'AWS::DynamoDB::Table' } } });
    const from = join(folder, 'from');
    writeAssembly(from, template);

    prefixAssembly(from, join(folder, 'copy'), 'squall-1');
    const [stack] = readAssembly(join(folder, 'copy'));

    expect(stack?.name).toBe('squall-1-Orders');
    expect(stack?.template).toBe(template);
  });

  /** As the CDK writes it for one stack. */
  function writeAssembly(directory: string, template: string): void {
    const artifacts = {
      Orders: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Orders.template.json' } },
    };
    mkdirSync(directory);
    writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ artifacts }));
    writeFileSync(join(directory, 'Orders.template.json'), template);
  }
});

describe('the estimate of a run on AWS', () => {
  const templates = [
    JSON.stringify({
      Resources: {
        F: { Type: 'AWS::Lambda::Function', Properties: { MemorySize: 1024 } },
        S: { Type: 'AWS::SecretsManager::Secret' },
      },
    }),
  ];
  const of = (volume: object) => totalOf(estimateCost(templates, { ...usualVolume, ...volume }));

  it('grows with requests, duration and log', () => {
    const least = of({ requests: 1000, minutes: 60 });

    expect(of({ requests: 2000, minutes: 60 })).toBeGreaterThan(least);
    expect(of({ requests: 1000, minutes: 600 })).toBeGreaterThan(least);
    expect(of({ requests: 1000, minutes: 60, logBytesEach: 100_000 })).toBeGreaterThan(least);
  });

  it('is that of the price list', () => {
    const million = {
      requests: 1e6,
      invokesEach: 1,
      operationsEach: 0,
      queueRequestsEach: 0,
      logBytesEach: 0,
      minutes: 1,
    };

    // 1.00 of the API, 0.20 and half a million GB-seconds of Lambda, and a secret for an hour.
    expect(of({ ...million, invokeMs: 500 })).toBeCloseTo(1 + 0.2 + 8.33335 + 0.4 / 730, 4);
  });

  it('is shown part by part', () => {
    expect(costTable(estimateCost(templates, usualVolume))).toMatch(
      /1 secrets\s+\$0\.0005\n.*\n {2}together, at most/s,
    );
  });
});

describe('what was made on AWS is destroyed', () => {
  const mark = () => join(folder, 'destroyed');

  /** A process that watches over its death as the target does, and ends in the way that is named. */
  async function live(ending: string): Promise<void> {
    const source = `
      import { atDeath } from ${JSON.stringify(new URL('aws/destroy-at-death.ts', import.meta.url).href)};
      const watch = atDeath([process.execPath, '-e', 'require("node:fs").writeFileSync(process.argv[1], "x")', ${JSON.stringify(mark())}], ${JSON.stringify(join(folder, 'log'))});
      ${ending}
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: 'inherit' });
    await new Promise((resolve) => child.once('exit', resolve));
  }

  it.each([
    ['it is killed', "process.kill(process.pid, 'SIGKILL');"],
    ['it ends without a word', 'process.exit(0);'],
    [
      'it throws',
      "console.error = () => {}; process.on('uncaughtException', () => process.exit(1)); throw new Error('no');",
    ],
  ])('also when the process dies: %s', async (_how, ending) => {
    await live(ending);

    await expect.poll(() => existsSync(mark()), { timeout: 20_000 }).toBe(true);
  });

  it('but not twice', async () => {
    await live(
      'watch.done(); const waiting = setInterval(() => {}, 1e6); watch.ended.then(() => clearInterval(waiting));',
    );

    expect(existsSync(mark())).toBe(false);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('');
  });
});
