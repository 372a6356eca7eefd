import { expect, it } from 'vitest';
import { countsOf, sources } from './sources.ts';

const cloud = sources.filter((path) => path.startsWith('src/cloud/'));

/** These run inside of execution environments, or stand in for what functions are given: their time is the function's own. */
const isExecutor = (path: string): boolean => path.startsWith('src/cloud/services/lambda/executors/');

/** Casts around the type system, by file: a count may only fall, and is written down here when it has. */
const knownCasts: Readonly<Record<string, number>> = {
  'src/cloud/kernel/collection.ts': 2,
  'src/cloud/kernel/faults/check-rule.ts': 1,
  'src/cloud/kernel/shell-at-end.ts': 1,
  'src/cloud/services/cloudformation/engine/template/check-declarations.ts': 3,
  'src/cloud/services/dynamodb/tables/capacity.ts': 1,
  'src/cloud/services/iam/operations/permissions-boundaries.ts': 1,
  'src/cloud/services/lambda/executors/in-process/compile/instrument.ts': 2,
  'src/cloud/services/lambda/executors/in-process/compile/rewrite-module.ts': 1,
  'src/cloud/services/lambda/executors/in-process/module-loader.ts': 1,
  'src/cloud/services/lambda/executors/in-process/resolve-module.ts': 1,
  'src/cloud/services/lambda/executors/in-process/run-handler.ts': 1,
  'src/cloud/services/lambda/executors/in-process/shims/crypto.ts': 1,
  'src/cloud/services/lambda/executors/in-process/shims/date.ts': 1,
  'src/cloud/services/lambda/executors/in-process/shims/file-handles.ts': 3,
  'src/cloud/services/lambda/executors/in-process/shims/files.ts': 3,
  'src/cloud/services/lambda/executors/in-process/shims/web-assembly.ts': 1,
  'src/cloud/services/lambda/executors/in-process/shims/zlib.ts': 1,
  'src/cloud/services/lambda/executors/process/bootstrap/main.ts': 1,
  'src/cloud/services/lambda/executors/process/bootstrap/response-stream.ts': 1,
  'src/cloud/services/lambda/executors/process/node-process.ts': 2,
  'src/cloud/wire/model/model.ts': 2,
};

/** Turns of the event loop that no clock owns, by file: the same holds. */
const knownTurns: Readonly<Record<string, number>> = {
  'src/cloud/services/dynamodb/runtime.ts': 1,
};

it('no cast goes around the type system, but those that are known', () => {
  expect(countsOf(/\bas unknown as\b|\bas never\b/g, cloud)).toEqual(knownCasts);
});

it('real time and turns of the event loop are the kernel’s and the executors’, but those that are known', () => {
  const elsewhere = cloud.filter((path) => !path.startsWith('src/cloud/kernel/') && !isExecutor(path));
  const pattern =
    /\b(?:setImmediate|queueMicrotask|process\.nextTick|setTimeout|setInterval|performance\.now)\b|node:timers/g;

  expect(countsOf(pattern, elsewhere)).toEqual(knownTurns);
});

it('every file that has an exception is still there', () => {
  const named = [...Object.keys(knownCasts), ...Object.keys(knownTurns)];

  expect(named.filter((path) => !sources.includes(path))).toEqual([]);
});
