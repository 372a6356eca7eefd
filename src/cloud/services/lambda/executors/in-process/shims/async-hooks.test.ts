import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { inProcessCloud } from '../testing/in-process-cloud.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

it('tells hooks of an environment that promises are made, and never that the collector took one', async () => {
  const code = `const { createHook } = require("node:async_hooks");
let made = 0;
let gone = 0;
createHook({ init: () => { made += 1; }, destroy: () => { gone += 1; } }).enable();
exports.handler = async () => {
  for (let n = 0; n < 1000; n += 1) await Promise.resolve();
  return [made > 1000, gone];
};`;
  await using subject = await inProcessCloud({ 'index.js': code });
  await subject.invoke();
  collect();
  await new Promise((resolve) => setImmediate(resolve));

  expect(await subject.invoke()).toEqual([true, 0]);
});
