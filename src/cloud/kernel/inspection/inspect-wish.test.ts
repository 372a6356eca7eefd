import { describe, expect, it } from 'vitest';
import { inspectWishes, isMeant } from './inspect-wish.ts';

describe('values of --inspect', () => {
  it('have the port that they name, or the next one from 9229 on', () => {
    expect(inspectWishes(['one', 'two:9230', 'three', '*'])).toEqual([
      { function: 'one', port: 9229 },
      { function: 'two', port: 9230 },
      { function: 'three', port: 9231 },
      { function: undefined, port: 9232 },
    ]);
  });

  it('are refused where a port is none, or is wanted twice', () => {
    expect(() => inspectWishes(['one:99999'])).toThrow('--inspect one:99999 is no function with a port.');
    expect(() => inspectWishes(['one:9229', 'two:9229'])).toThrow('the port 9229 is wanted twice');
  });

  it('mean a function by its name, its logical id or the id of its construct, and no other', () => {
    const tags = {
      'aws:cloudformation:stack-name': 'Shop',
      'aws:cloudformation:logical-id': 'CreateOrderFunction1A2B3C4D',
    };
    const candidate = { name: 'Shop-CreateOrderFunction1A2B3C4D-XYZ', tags, runtime: 'nodejs24.x' };

    for (const wanted of [
      'Shop-CreateOrderFunction1A2B3C4D-XYZ',
      'Shop/CreateOrderFunction1A2B3C4D',
      'CreateOrderFunction1A2B3C4D',
      'CreateOrder',
      'createorder',
    ]) {
      expect(isMeant(wanted, candidate), wanted).toBe(true);
    }
    for (const wanted of ['Order', 'Create', 'Shop', '']) expect(isMeant(wanted, candidate), wanted).toBe(false);
  });
});
