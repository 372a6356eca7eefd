import { describe, expect, it } from 'vitest';
import { Boundary, crossBoundary } from './boundary.ts';
import { Clock } from './clock.ts';
import { AwsError, ConnectionFailure, SquallError, UnsupportedError } from './errors.ts';
import { usualFaults } from './faults/fault-model.ts';
import type { Completion, Fault, Faults, FaultTarget } from './faults/faults.ts';
import { rootCaller } from './identity.ts';
import { type Hop, Journal } from './journal.ts';
import type { Kernel } from './kernel.ts';
import type { LogLevel } from './log.ts';
import { noTrace } from './trace.ts';

const target: FaultTarget = {
  caller: rootCaller('000000000000', 'AKIA1'),
  service: 'sqs',
  operation: 'SendMessage',
  resource: 'orders',
  attempt: 2,
  invocation: 'invocation',
  id: 'id',
  parent: 'parent',
  trace: noTrace,
  input: {},
  model: usualFaults,
};

interface Setting {
  readonly fault?: Fault;
  readonly isEmpty?: boolean;
  readonly level?: LogLevel;
}

/** The parts of a kernel that a boundary uses, and what they were told. */
function kernelWith({ fault, isEmpty = fault === undefined, level = 'info' }: Setting = {}) {
  const hops: Hop[] = [];
  const lines: string[] = [];
  const completions: Completion[] = [];
  const journal = new Journal();
  journal.subscribe((hop) => hops.push({ ...hop }));
  const faults: Faults = {
    isEmpty,
    decide: () => fault,
    completed: (_, completion) => void completions.push(completion),
  };
  const clock = new Clock({ virtual: true, startMs: Date.UTC(2026, 0, 5) });
  const log = {
    level,
    error: (line: string) => void lines.push(`error ${line}`),
    debug: (line: string) => void lines.push(`debug ${line}`),
  };
  const kernel = { journal, faults, clock, log, environments: { crash: () => undefined } } as unknown as Kernel;
  return { kernel, clock, hops, lines, completions };
}

/** What the caller got, and what the journal says of it. */
async function cross(setting: Setting, run: () => Promise<unknown> = async () => 'answer') {
  const told = kernelWith(setting);
  const got = await crossBoundary(told.kernel, target, { run, requestBytes: 7, sizeOf: () => 3 }).catch(
    (error: unknown) => error,
  );
  return { ...told, got, hop: told.hops[0] };
}

describe('a call over a boundary', () => {
  it('is one line of the journal, with all that is known of it', async () => {
    const { got, hops, completions, lines } = await cross({});

    expect(got).toBe('answer');
    const { input: _, model: __, ...known } = target;
    expect(hops).toEqual([
      {
        ...known,
        outcome: 'ok',
        code: undefined,
        injected: false,
        fault: undefined,
        startMs: expect.any(Number),
        durationMs: 0,
        requestBytes: 7,
        responseBytes: 3,
      },
    ]);
    expect([completions, lines]).toEqual([[], []]);
  });

  it('tells how long it took, and when it began', async () => {
    const { kernel, clock, hops } = kernelWith();
    const boundary = new Boundary(kernel, { describe: () => target });
    const startMs = clock.now();
    await clock.advance(1500);

    boundary.end({ output: undefined, error: undefined, requestBytes: 0, responseBytes: 0 });

    expect(boundary.elapsedMs).toBe(1500);
    expect(hops[0]).toMatchObject({ startMs, durationMs: 1500 });
  });

  it('is described once, and not before it is needed', async () => {
    const { kernel } = kernelWith({ isEmpty: false });
    let asked = 0;
    const boundary = new Boundary(kernel, {
      describe() {
        asked += 1;
        return target;
      },
    });
    expect(asked).toBe(0);

    await boundary.before();
    boundary.after();
    boundary.end({ output: undefined, error: undefined, requestBytes: 0, responseBytes: 0 });

    expect(asked).toBe(1);
  });

  it('does not wait for a decision where there are no faults', () => {
    const { kernel } = kernelWith({ isEmpty: true });

    expect(new Boundary(kernel, { describe: () => target }).before()).toBeUndefined();
  });
});

describe('a fault', () => {
  const counted = () => {
    const seen = { runs: 0 };
    return { seen, run: async () => (seen.runs += 1) };
  };

  it.each<[Fault['kind'], number, string]>([
    ['error', 0, 'InternalFailure'],
    ['throttle', 0, 'ThrottlingException'],
    ['reset', 0, 'ConnectionReset'],
    ['hang', 0, 'ConnectionFailure'],
    ['lost', 1, 'ConnectionReset'],
    ['hangAfter', 1, 'ConnectionFailure'],
    ['crashAfter', 1, 'ConnectionFailure'],
  ])('%s meets the call with %i runs of the work, and the journal says so', async (kind, runs, code) => {
    const { seen, run } = counted();

    const { got, hop } = await cross({ fault: { kind } as Fault }, run);

    expect(seen.runs).toBe(runs);
    expect(got).toBeInstanceOf(Error);
    expect(hop).toMatchObject({ injected: true, fault: kind, code });
  });

  it('is handed to the work where it bends that', async () => {
    const fault: Fault = { kind: 'duplicate' };
    const { kernel } = kernelWith({ fault });
    let seen: Fault | undefined;

    await crossBoundary(kernel, target, {
      run: async (given) => {
        seen = given;
      },
      requestBytes: 0,
    });

    expect(seen).toBe(fault);
  });

  it('is told how the call ended, by whoever decided it', async () => {
    const fine = await cross({ isEmpty: false });
    const failed = await cross({ fault: { kind: 'reset' } });

    expect(fine.completions).toEqual([{ output: 'answer', error: undefined }]);
    expect(failed.completions).toEqual([{ output: undefined, error: failed.got }]);
  });
});

describe('the outcome of a call', () => {
  it.each<[string, unknown, string, string]>([
    ['a refusal of AWS', new AwsError('Nope', 'no', { status: 400 }), 'error', 'Nope'],
    ['a failure of AWS', new AwsError('Oops', 'no', { status: 500 }), 'fault', 'Oops'],
    ['a reset', new ConnectionFailure('reset'), 'fault', 'ConnectionReset'],
    ['a hang', new ConnectionFailure('hang'), 'fault', 'ConnectionFailure'],
    ['a full disk', new SquallError('DiskFull', 'full', 'make room'), 'error', 'DiskFull'],
    ['what is not emulated', new UnsupportedError('this'), 'unsupported', 'NotImplemented'],
    ['a bug of ours', new TypeError('x is not a function'), 'bug', 'TypeError'],
    ['whatever else is thrown', 'text', 'bug', 'Unknown'],
  ])('of %s', async (_, error, outcome, code) => {
    const { got, hop } = await cross({}, () => Promise.reject(error));

    expect(got).toBe(error);
    expect(hop).toMatchObject({ outcome, code, injected: false, responseBytes: 0 });
  });

  it.each([
    [399, 'ok', undefined],
    [400, 'error', '400'],
    [499, 'error', '499'],
    [500, 'fault', '500'],
  ])('of an HTTP answer is told by its status %i', async (status, outcome, code) => {
    const { kernel, hops } = kernelWith();

    await crossBoundary(kernel, target, { run: async () => status, statusOf: (each) => each, requestBytes: 0 });

    expect(hops[0]).toMatchObject({ outcome, code, responseBytes: 0 });
  });

  it('of an HTTP answer that nobody got is the connection’s', () => {
    const { kernel, hops } = kernelWith();

    new Boundary(kernel, { describe: () => target }).end({
      output: undefined,
      error: new ConnectionFailure('reset'),
      status: 200,
      requestBytes: 0,
      responseBytes: 0,
    });

    expect(hops[0]).toMatchObject({ outcome: 'fault', code: 'ConnectionReset' });
  });

  it('of an error that has an answer is the answer’s', async () => {
    const { kernel, hops } = kernelWith();

    const got = await crossBoundary<{ status: number }>(kernel, target, {
      run: () => Promise.reject(new Error('oh')),
      answerOf: () => ({ status: 503 }),
      statusOf: ({ status }) => status,
      sizeOf: () => 9,
      requestBytes: 0,
    });

    expect(got).toEqual({ status: 503 });
    expect(hops[0]).toMatchObject({ outcome: 'fault', code: '503', responseBytes: 9 });
  });
});

describe('the log', () => {
  it('has a bug of ours with its stack at any level, named by call and resource', async () => {
    const bug = new TypeError('x is not a function');
    const { lines } = await cross({ level: 'error' }, () => Promise.reject(bug));
    const text = await cross({ level: 'error' }, () => Promise.reject('text'));
    const stackless = Object.assign(new Error('no stack'), { stack: undefined });
    const { lines: short } = await cross({ level: 'error' }, () => Promise.reject(stackless));

    expect(lines).toEqual([`error sqs.SendMessage orders failed: ${bug.stack}`]);
    expect(text.lines).toEqual(['error sqs.SendMessage orders failed: text']);
    expect(short).toEqual(['error sqs.SendMessage orders failed: no stack']);
  });

  it('has each call at debug alone', async () => {
    const refused = () => Promise.reject(new AwsError('Nope', 'no', { status: 400 }));
    const { lines } = await cross({ level: 'debug' });
    const second = await cross({ level: 'debug' }, refused);

    expect(lines).toEqual([`debug sqs.SendMessage orders ok 0.0 ms ${target.caller.principal} id`]);
    expect(second.lines[0]).toContain('sqs.SendMessage orders Nope 0.0 ms');
    expect((await cross({ level: 'info' }, refused)).lines).toEqual([]);
  });

  it('names a call whose operation or resource is not known', () => {
    const { kernel, lines } = kernelWith({ level: 'debug' });
    const unknown = { ...target, operation: '', resource: undefined };

    new Boundary(kernel, { describe: () => unknown }).end({
      output: 1,
      error: undefined,
      requestBytes: 0,
      responseBytes: 0,
    });

    expect(lines[0]).toMatch(/^debug sqs\.\? ok 0\.0 ms/);
  });
});
