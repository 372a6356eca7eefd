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

it('tells hooks nothing of what other environments and the cloud do', async () => {
  const code = `const { createHook, executionAsyncId } = require("node:async_hooks");
const { get } = require("node:http");
let made = 0;
let entered = 0;
createHook({ init: () => { made += 1; }, before: () => { entered += 1; } }).enable();
exports.handler = async ({ isBusy }) => {
  if (isBusy) for (let n = 0; n < 1000; n += 1) await Promise.resolve();
  return [made, entered];
};`;
  await using listening = await inProcessCloud({ 'index.js': code });
  await using other = await inProcessCloud({ 'index.js': code });
  const [before] = (await listening.invoke({})) as number[];
  await other.invoke({ isBusy: true });
  const [after] = (await listening.invoke({})) as number[];

  expect(Number(after) - Number(before)).toBeLessThan(100);
});

it('keeps what a tracer follows through timers and answers', async () => {
  const code = `const { createHook, executionAsyncId } = require("node:async_hooks");
const contexts = new Map();
let active;
createHook({
  init: (id) => { if (active) contexts.set(id, active); },
  before: (id) => { active = contexts.get(id); },
  after: () => { active = undefined; },
}).enable();
exports.handler = async ({ id }) => {
  active = id;
  const seen = [];
  await new Promise((resolve) => setTimeout(() => { seen.push(active); resolve(); }, 1000));
  seen.push(active);
  await fetch("https://sqs.eu-central-1.amazonaws.com/").then(() => seen.push(active), () => seen.push(active));
  await new Promise((resolve) => setImmediate(() => { seen.push(active); resolve(); }));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return [...seen, active];
};`;
  await using subject = await inProcessCloud({ 'index.js': code });

  expect(await subject.invoke({ id: 'a' })).toEqual(['a', 'a', 'a', 'a', 'a']);
  expect(await subject.invoke({ id: 'b' })).toEqual(['b', 'b', 'b', 'b', 'b']);
});
