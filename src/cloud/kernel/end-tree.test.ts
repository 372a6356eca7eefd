import { expect, it } from 'vitest';
import { endTree, leadsGroup } from './end-tree.ts';

function recorded(platform: NodeJS.Platform) {
  const done: unknown[] = [];
  const system = {
    platform,
    kill: (...what: unknown[]) => done.push(what),
    run: (...what: unknown[]) => done.push(what),
  };
  return { done, system };
}

it('ends a tree by its process group on POSIX, and by taskkill on Windows', () => {
  const posix = recorded('darwin');
  const windows = recorded('win32');

  endTree(42, 'SIGTERM', posix.system);
  endTree(42, 'SIGTERM', windows.system);

  expect(posix.done).toEqual([[-42, 'SIGTERM']]);
  expect(windows.done).toEqual([['taskkill', ['/pid', '42', '/T', '/F']]]);
  expect([leadsGroup('linux'), leadsGroup('win32')]).toEqual([true, false]);
});

it('is content with a tree that has ended', () => {
  const system = {
    ...recorded('linux').system,
    kill: () => {
      throw new Error('ESRCH');
    },
  };

  expect(() => endTree(42, 'SIGTERM', system)).not.toThrow();
});
