import { expect, it } from 'vitest';
import { oldNodeMessage } from './node-version.ts';

it.each(['18.20.8', '20.20.2', '22.21.9'])('Node %s is too old, which is said with its place', (version) => {
  expect(oldNodeMessage(version, '/usr/bin/node')).toBe(
    `Squall needs Node 22.22 or newer; this is v${version} (/usr/bin/node).`,
  );
});

it.each(['22.22.0', '23.0.0', '24.21.0'])('Node %s will do', (version) => {
  expect(oldNodeMessage(version, '/usr/bin/node')).toBeUndefined();
});
