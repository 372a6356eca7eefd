import { copyFileSync, fstatSync, ftruncateSync } from 'node:fs';

/** What a log of a detached cloud may grow to; as much again may lie beside it. */
export const logBytesMax = 10 * 2 ** 20;
const lookMs = 10_000;

/**
 * Keeps the log from filling the disk: what is too long is copied to `FILE.1`, and the file is emptied. `descriptor`
 * appends to `file`, so that who writes goes on at its new end.
 */
export function boundLog(descriptor: number, file: string, bytesMax = logBytesMax): void {
  if (fstatSync(descriptor).size <= bytesMax) return;
  copyFileSync(file, `${file}.1`);
  ftruncateSync(descriptor);
}

/** Does so as long as this process runs. */
export function keepLogBounded(descriptor: number, file: string): void {
  const bound = () => {
    try {
      boundLog(descriptor, file);
    } catch {
      // Somebody removed the file, or the disk is full: no reason to end a cloud.
    }
  };
  setInterval(bound, lookMs).unref();
}
