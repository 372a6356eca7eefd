import { expect, it } from 'vitest';
import { resourceName } from './resource-name.ts';

const at = (resource: string): string => `arn:aws:states:us-east-1:000000000000:${resource}`;

it.each([
  ['Orders', 'Orders'],
  [at('stateMachine:Orders'), 'Orders'],
  [at('stateMachine:Orders:3'), 'Orders'],
  [at('stateMachine:Orders/Each'), 'Orders'],
  [at('execution:Orders:abc'), 'Orders'],
  [at('express:Orders:abc:def'), 'Orders'],
  [at('mapRun:Orders/Each:abc'), 'Orders'],
  [at('activity:Pack'), 'Pack'],
])('%s is about %s', (reference, name) => {
  expect(resourceName(reference)).toBe(name);
});
