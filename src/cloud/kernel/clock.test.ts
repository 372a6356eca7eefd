import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Clock, durationMs } from './clock.ts';

describe('durationMs', () => {
  it.each([
    [5, 5],
    ['250ms', 250],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['24h', 86_400_000],
    ['7d', 604_800_000],
  ])('reads %s', (text, expected) => {
    expect(durationMs(text)).toBe(expected);
  });

  it.each(['', 'soon', '5', '-1s', Number.NaN, -1, `${'9'.repeat(400)}d`])('refuses %s with a hint', (text) => {
    expect(() => durationMs(text)).toThrow(expect.objectContaining({ code: 'InvalidOption' }));
  });
});

describe('a virtual clock', () => {
  it('refuses to go beyond the last date, and stays where it is', async () => {
    const clock = new Clock({ virtual: true, startMs: 1000 });

    await expect(clock.advance(1e308)).rejects.toMatchObject({ code: 'InvalidOption' });
    await expect(clock.advance('99999999999d')).rejects.toMatchObject({ code: 'InvalidOption' });

    expect(clock.now()).toBe(1000);
  });

  it('lets others have their turn while timers bring forth timers', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    let hadTurn = false;
    const again = (): void => {
      if (clock.now() < 10_000) clock.setTimer(1, again);
    };
    again();
    setImmediate(() => {
      hadTurn = true;
    });
    let hadTurnInTime = false;
    clock.setTimer(9999, () => {
      hadTurnInTime = hadTurn;
    });

    await clock.advance(10_000);

    expect(hadTurnInTime).toBe(true);
  });

  it('moves by advance alone and fires what came due, in order', async () => {
    const clock = new Clock({ virtual: true, startMs: 1000 });
    const fired: [string, number][] = [];
    clock.setTimer(20, () => void fired.push(['second', clock.now()]));
    clock.setTimer(10, () => void fired.push(['first', clock.now()]));
    clock.setTimer(20, () => void fired.push(['third', clock.now()]));
    clock.setTimer(500, () => void fired.push(['too late', clock.now()]));

    await clock.advance(100);

    expect(fired).toEqual([
      ['first', 1010],
      ['second', 1020],
      ['third', 1020],
    ]);
    expect(clock.now()).toBe(1100);
  });

  it('fires timers that fired timers set, and awaits what they start', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const ticks: number[] = [];
    const tick = async (): Promise<void> => {
      await Promise.resolve();
      ticks.push(clock.now());
      clock.setTimer(60_000, tick);
    };
    clock.setTimer(60_000, tick);

    await clock.advance('5m');

    expect(ticks).toEqual([60_000, 120_000, 180_000, 240_000, 300_000]);
  });

  it('does not wait for ever for what itself waits for time', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    const fired: number[] = [];
    clock.setTimer(10, () => clock.sleep(50).then(() => void fired.push(clock.now())));

    await clock.advance(100);

    expect(fired).toEqual([60]);
  });

  it('forgets a cancelled timer', async () => {
    const clock = new Clock({ virtual: true, startMs: 0 });
    let fired = false;
    const timer = clock.setTimer(10, () => {
      fired = true;
    });

    timer.cancel();
    await clock.advance(20);

    expect(fired).toBe(false);
  });

  it('ends a sleep with the reason of its signal', async () => {
    const clock = new Clock({ virtual: true });
    const controller = new AbortController();

    const sleep = clock.sleep(1000, controller.signal);
    controller.abort(new Error('enough'));

    await expect(sleep).rejects.toThrow('enough');
  });
});

describe('a real clock', () => {
  it('advances ahead of the machine and never falls back', async () => {
    const clock = new Clock();
    let firedAt = 0;
    const due = clock.now() + 3_600_000;
    clock.setTimer(3_600_000, () => {
      firedAt = clock.now();
    });

    await clock.advance('2h');

    expect(firedAt).toBeGreaterThanOrEqual(due);
    expect(clock.now()).toBeGreaterThanOrEqual(due + 3_600_000);
    clock.close();
  });

  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

  it('fires what is due at once in the next turn, in the order in which it was set', async () => {
    const clock = new Clock();
    const fired: string[] = [];
    clock.setTimer(0, () => void fired.push('first'));
    clock.setTimer(-5, () => void fired.push('second'));
    clock.setTimer(0, () => void fired.push('cancelled')).cancel();

    const atOnce = [...fired];
    await turn();

    expect(atOnce).toEqual([]);
    expect(fired).toEqual(['first', 'second']);
  });

  it('fires what is due at once by advance, and then not again', async () => {
    const clock = new Clock();
    let count = 0;
    clock.setTimer(0, () => {
      count += 1;
    });

    await clock.advance(0);
    await turn();

    expect(count).toBe(1);
  });

  it('drops what is due at once when it closes', async () => {
    const clock = new Clock();
    let fired = false;
    clock.setTimer(0, () => {
      fired = true;
    });

    clock.close();
    await turn();

    expect(fired).toBe(false);
  });

  it('lets files be read while timers that are due at once bring forth others', async () => {
    const clock = new Clock();
    let isOver = false;
    const again = (): void => {
      if (!isOver) clock.setTimer(0, again);
    };
    again();

    const text = await readFile(import.meta.filename, 'utf8');
    isOver = true;

    expect(text).not.toBe('');
  });

  it('lets the process end when what was due at once has fired', () => {
    const module = JSON.stringify(new URL('clock.ts', import.meta.url).href);
    const program = `
      const { Clock } = await import(${module});
      const clock = new Clock();
      clock.setTimer(3_600_000, () => console.log('later'));
      clock.setTimer(0, () => console.log('at once'));
    `;

    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { timeout: 60_000 });

    expect(output.toString('utf8')).toBe('at once\n');
  });
});
