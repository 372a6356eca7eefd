import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

/** Makes this Node an older one for the command line: by what it says of itself, and by what `node:module` has. */
const older = `
  import { registerHooks } from 'node:module';
  Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
  const url = 'data:text/javascript,export default {};';
  registerHooks({
    resolve: (name, context, next) => (name === 'node:module' ? { url, shortCircuit: true } : next(name, context)),
  });
`;

it('An older Node says what it is too old for, and nothing else', () => {
  const load = `data:text/javascript,${encodeURIComponent(older)}`;
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--import', load, main, 'up'],
    { encoding: 'utf8' },
  );

  expect(stderr.split('\n')).toEqual([
    `Squall needs Node 22.22 or newer; this is v20.20.2 (${process.execPath}).`,
    expect.stringContaining('https://nodejs.org') as unknown,
    '',
  ]);
  expect(status).toBe(1);
});
