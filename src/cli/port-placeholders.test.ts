import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { findPorts } from './port-placeholders.ts';

it('a port that is free stands for itself, one that is taken for another, the same in all texts', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const command = `node fake.js {port:${port}}`;
  const url = `http://127.0.0.1:{port:${port}}`;

  const fillTaken = await findPorts([command, url]);
  const [other, inUrl] = [fillTaken(command).split(' ')[2], fillTaken(url).split(':')[2]];
  await new Promise((resolve) => server.close(resolve));
  const fillFree = await findPorts([url]);

  expect(Number(other)).toBeGreaterThan(0);
  expect(Number(other)).not.toBe(port);
  expect(inUrl).toBe(other);
  expect(fillFree(url)).toBe(`http://127.0.0.1:${port}`);
});

it('what is no placeholder stays as it is, and what names no port is refused', async () => {
  const fill = await findPorts(['{port}', '{"a":1}']);

  expect(fill('{port} {"a":1}')).toBe('{port} {"a":1}');
  await expect(findPorts(['{port:70000}'])).rejects.toThrow('{port:70000} names no port.');
});
