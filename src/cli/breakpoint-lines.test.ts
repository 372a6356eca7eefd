import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createBreakpointLines } from './breakpoint-lines.ts';
import { upFlags } from './cloud-flags.ts';
import { withOptionalValues } from './command.ts';

describe('the lines about breakpoints', () => {
  it('tell each function and each problem once', async () => {
    const addresses = [{ function: 'order', host: '127.0.0.1', port: 9229 }];
    const lines = createBreakpointLines({ addresses: async () => addresses, problems: () => ['--inspect ordr: none'] });

    const first = await lines();
    addresses.push({ function: 'other', host: '127.0.0.1', port: 9230 });

    expect(first.map(stripVTControlCharacters)).toEqual([
      'Breakpoints in order: attach to 127.0.0.1:9229',
      '--inspect ordr: none',
    ]);
    expect((await lines()).map(stripVTControlCharacters)).toEqual(['Breakpoints in other: attach to 127.0.0.1:9230']);
  });
});

describe('--inspect without a name', () => {
  it('means all functions, wherever it stands', () => {
    expect(withOptionalValues(['--inspect'], upFlags)).toEqual(['--inspect=*']);
    expect(withOptionalValues(['--inspect', '--port', '1'], upFlags)).toEqual(['--inspect=*', '--port', '1']);
    expect(withOptionalValues(['--inspect', 'order:9300'], upFlags)).toEqual(['--inspect', 'order:9300']);
  });
});
