import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainFailure } from './explain-failure.ts';
import { explainBundlerMessages } from './failures/bundler-errors.ts';
import { failureMessage } from './failures/explained-failure.ts';

/** What broken apps really printed; their directory is called `/project` in it. */
const recorded = (name: string): string =>
  readFileSync(new URL(`testing/recorded-failures/${name}.txt`, import.meta.url), 'utf8');

const stack = [
  "import { App, Stack } from 'aws-cdk-lib';",
  '',
  '',
  "import * as ddb from 'aws-cdk-lib/aws-dynamodb';",
  'const app = new App();',
  "const stack = new Stack(app, 'Shop');",
];
const sources: Readonly<Record<string, string>> = {
  '/project/throws.ts': [...stack, '', "  if (name === undefined) throw new Error('Which table?');"].join('\n'),
  '/project/missing.ts': [...stack, "import { thing } from 'not-installed';"].join('\n'),
  '/project/missing-file.ts': [...stack, "import { thing } from './parts/queues.ts';"].join('\n'),
  '/project/validation.ts': [...stack, "new Queue(stack, 'Jobs', { fifo: false });"].join('\n'),
  '/project/nag.ts': [...stack, "  new Queue(stack, 'Jobs');"].join('\n'),
  '/project/bin/typed.ts': "const count: number = 'seven';\n",
  '/project/bin/syntax.ts': 'export const a = [1, 2;\n',
};
const explain = (name: string) => explainFailure(recorded(name), '/project', (path) => sources[path]);
const told = (name: string): string => {
  const failure = explain(name);
  return failure ? failureMessage(failure) : 'nothing recognised';
};

describe('what a failed app printed is explained', () => {
  it('a syntax error in a handler, by the bundler’s own words and line', () => {
    expect(explain('esbuild-syntax')).toMatchObject({ file: 'handlers/broken.ts', line: 2, column: 20 });
    expect(told('esbuild-syntax')).toBe(
      [
        'handlers/broken.ts:2:20: Unexpected ";"',
        '',
        '    2 │   const total = 1 +;',
        '      │                    ^',
        '',
      ].join('\n'),
    );
  });

  it('imports that the bundler cannot resolve, all of them, with what to install', () => {
    const failure = explain('esbuild-unresolved');

    expect(failure).toMatchObject({
      headline: 'Could not resolve "./prices"',
      file: 'handlers/unresolved.ts',
      others: ['handlers/unresolved.ts:2:17: Could not resolve "left-pad"'],
      hint: expect.stringContaining('npm install left-pad'),
    });
    expect(failure?.excerpt?.split('\n').at(-1)).toBe('      │                       ^^^^^^^^^^');
  });

  it('a syntax error in the stack that Node reads', () => {
    expect(told('node-typescript-syntax')).toBe(
      [
        "syntax.ts:7:25: SyntaxError: Expected ',', got '{'",
        '',
        "    7 │ new Queue(stack, 'Jobs' {});",
        '      │                         ^',
        '',
      ].join('\n'),
    );
  });

  it('TypeScript that Node cannot leave out, with the way around', () => {
    expect(explain('node-enum')).toMatchObject({
      headline: 'SyntaxError: TypeScript enum is not supported in strip-only mode',
      file: 'enum.ts',
      line: 7,
      hint: expect.stringContaining('tsx'),
    });
  });

  it('an error that the app throws, whatever its message, at the first frame inside the project', () => {
    expect(told('node-throw')).toBe(
      [
        'throws.ts:8:33: Which table?',
        'Say its name.',
        '',
        "    8 │   if (name === undefined) throw new Error('Which table?');",
        '      │                                 ^',
        '',
      ].join('\n'),
    );
    expect(explain('cdk-twice')).toMatchObject({
      headline: "There is already a Construct with name 'Orders' in Stack2 [Shop]",
      file: 'twice.ts',
      line: 7,
      column: 109,
    });
  });

  it('errors of CommonJS', () => {
    expect(explain('cjs-throw')).toMatchObject({
      headline: "TypeError: Cannot read properties of undefined (reading 'id')",
      file: 'cjs/app.js',
      line: 3,
    });
    expect(explain('cjs-syntax')).toMatchObject({
      headline: "SyntaxError: Unexpected token ';'",
      file: 'cjs/syn.js',
      line: 1,
      column: 12,
    });
    expect(explain('cjs-missing-file')).toMatchObject({ file: 'cjs/no.js', headline: 'There is no module ./nothing.' });
    expect(explain('cjs-missing-package')?.hint).toContain('npm install not-installed');
  });

  it('a missing package and a missing file, at the line that imports them', () => {
    expect(told('node-missing-package')).toBe(
      [
        'missing.ts:7:23: The package not-installed is not installed.',
        '',
        "    7 │ import { thing } from 'not-installed';",
        '      │                       ^^^^^^^^^^^^^^^',
        '',
      ].join('\n'),
    );
    expect(explain('node-missing-file')).toMatchObject({
      headline: 'There is no module parts/queues.ts.',
      file: 'missing-file.ts',
      line: 7,
      column: 23,
    });
    expect(explain('node-missing-file')?.hint).toBeUndefined();
  });

  it('an import of a name that a module does not have', () => {
    expect(explain('node-missing-export')).toMatchObject({
      headline: expect.stringMatching(/^SyntaxError: Named export 'Tables' not found\./),
      file: 'noexport.ts',
      line: 7,
      column: 10,
    });
  });

  it('what the CDK refuses, with the path of the construct and the line that made it', () => {
    expect(told('cdk-validation')).toBe(
      [
        "validation.ts:7: Shop/Jobs: Non-FIFO queue name may not end in '.fifo'",
        '',
        "    7 │ new Queue(stack, 'Jobs', { fifo: false });",
        '',
      ].join('\n'),
    );
    expect(explain('cdk-own-validation')).toMatchObject({
      headline: 'Validation failed with the following errors:\n  [Shop] The queue has no owner.',
      file: 'validate.ts',
      line: 7,
    });
  });

  it('what cdk-nag finds, a line for each rule', () => {
    const failure = explain('cdk-nag');

    expect(failure).toMatchObject({ file: 'nag.ts', line: 7, column: 9 });
    expect(failure?.headline).toMatch(/^Shop\/Jobs\/Resource: The SQS queue is not used .* \[AwsSolutions-SQS3\]$/);
    expect(failure?.others).toEqual([expect.stringMatching(/^nag\.ts:7:9: .*\[AwsSolutions-SQS4\]$/)]);
  });

  it('types that ts-node or tsc refuse', () => {
    expect(explain('ts-node-typed')).toMatchObject({
      headline: "Type 'string' is not assignable to type 'number'. (TS2322)",
      file: 'bin/typed.ts',
      line: 1,
      column: 7,
      excerpt: "    1 │ const count: number = 'seven';\n      │       ^",
      others: ["bin/typed.ts:2:22: Cannot find name 'conut'. Did you mean 'count'? (TS2552)"],
    });
    expect(explain('ts-node-missing')?.hint).toContain('npm install not-installed');
    for (const name of ['tsc-plain', 'tsc-pretty'])
      expect(explain(name)).toMatchObject({ file: 'typed.ts', line: 1, column: 7 });
  });

  it('what apps do under ts-node and tsx', () => {
    expect(explain('tsx-syntax')).toMatchObject({
      headline: 'Expected "]" but found ";"',
      file: 'bin/syntax.ts',
      line: 1,
      column: 23,
      excerpt: '    1 │ export const a = [1, 2;\n      │                       ^',
    });
    expect(explain('esbuild-transform')).toMatchObject({ file: 'syntax.ts', line: 7, column: 25 });
    for (const name of ['ts-node-throws', 'tsx-throws'])
      expect(explain(name)).toMatchObject({ headline: 'Which table?', file: 'bin/throws.ts', line: 2, column: 33 });
    expect(explain('tsx-typed')).toMatchObject({ headline: 'ReferenceError: conut is not defined', line: 2 });
    expect(explain('tsx-missing')).toMatchObject({ file: 'bin/missing.ts', hint: expect.stringContaining('install') });
  });

  it('nothing where nothing is recognised', () => {
    expect(explainFailure('sh: 1: mvn: not found\n', '/project')).toBeUndefined();
  });
});

describe('errors of a rebuild', () => {
  it('read like those of a synthesis', () => {
    const lineText = 'const preis = "€" +;';
    const location = { file: '/project/handlers/order.ts', line: 3, column: 21, length: 1, lineText };

    const error = explainBundlerMessages([{ text: 'Unexpected ";"', location }], '/project');

    expect(error.message).toBe(
      ['handlers/order.ts:3:20: Unexpected ";"', '', `    3 │ ${lineText}`, '      │                    ^', ''].join(
        '\n',
      ),
    );
  });

  it('have no place where the bundler names none', () => {
    expect(explainBundlerMessages([{ text: 'Could not resolve "gone.ts"', location: null }]).message).toBe(
      'Could not resolve "gone.ts"',
    );
  });
});
