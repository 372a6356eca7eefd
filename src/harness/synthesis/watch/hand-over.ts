import type { SpawnSyncOptions } from 'node:child_process';
import fs from 'node:fs';
import type { RunResult } from './run-bundling.ts';

const { writeSync } = fs;

interface Spawned {
  readonly pid: number;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: readonly (string | Buffer | null)[];
  readonly stdout: string | Buffer | null;
  readonly stderr: string | Buffer | null;
  readonly error?: Error;
}

/**
 * Gives what a run printed to whom its caller wanted it: returned, or written on. `errors` is what becomes of standard
 * error where the caller does not say.
 */
export function handOver(
  result: RunResult,
  { stdio, encoding }: SpawnSyncOptions,
  errors: 'pipe' | 'inherit',
): { asSpawned: Spawned } {
  const [stdout, stderr] = ([1, 2] as const).map((at) => {
    const bytes = at === 1 ? result.stdout : result.stderr;
    const target = (Array.isArray(stdio) ? stdio[at] : stdio) ?? (at === 2 ? errors : 'pipe');
    const descriptor = descriptorOf(target, at);
    if (descriptor !== undefined) writeAll(descriptor, bytes);
    if (target !== 'pipe' && target !== 'overlapped') return null;
    return encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes;
  });
  const { pid, status, signal, error } = result;
  const streams = { stdout: stdout ?? null, stderr: stderr ?? null };
  const output = [null, streams.stdout, streams.stderr];
  return { asSpawned: { pid, status, signal, output, ...streams, ...(error && { error }) } };
}

/** As `execFileSync` throws. */
export function failureOf(command: readonly string[], spawned: Spawned): Error {
  const text = spawned.stderr === null ? '' : `\n${spawned.stderr.toString()}`;
  return spawned.error ?? Object.assign(new Error(`Command failed: ${command.join(' ')}${text}`), spawned);
}

function descriptorOf(target: unknown, own: number): number | undefined {
  if (target === 'inherit') return own;
  if (typeof target === 'number') return target;
  const isStream = typeof target === 'object' && target !== null && 'fd' in target;
  return isStream && typeof target.fd === 'number' ? target.fd : undefined;
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EAGAIN')) return;
      // The reader is behind; pipes that do not block say so.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2);
    }
  }
}
