import { accessSync, constants, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { SquallError } from '../errors.ts';
import { fileMode, makePrivate } from './disk.ts';

/** SQLite's `SQLITE_BUSY`: somebody else holds the lock. */
const busy = 5;

/**
 * Two clouds on one directory would write over each other. The lock is one of the system's own locks of files, which ends
 * with its process, however that ends, holds between containers that share a volume, and leaves nothing behind that had to be
 * taken over. Node has no call for it, but SQLite in Node has: a transaction that is begun and never ended, in a database
 * that is never written. See docs/decisions/0009.
 *
 * Returns what lets go of it again. Throws `SquallError` naming the holder.
 */
export function lockDirectory(directory: string): () => void {
  accessSync(directory, constants.W_OK);
  const database = begin(directory);
  // Of an earlier version, which listened at it.
  rmSync(join(directory, 'lock'), { force: true });
  sayWhoHolds(directory);
  return () => {
    rmSync(holderPath(directory), { force: true });
    database.close();
  };
}

const lockPath = (directory: string): string => join(directory, 'lock.db');
const holderPath = (directory: string): string => join(directory, 'lock.holder');

/** Nobody else may open the file in this process: a system forgets the locks of a process when it closes any handle of it. */
function begin(directory: string): DatabaseSync {
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const database = new DatabaseSync(lockPath(directory));
  try {
    makePrivate(lockPath(directory), fileMode);
    // Without a journal beside it: there is nothing to take back.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE');
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === busy) throw locked(directory);
    throw error;
  }
}

const locked = (directory: string): SquallError =>
  new SquallError(
    'DataDirectoryLocked',
    `${directory} is in use by ${holderOf(directory)}.`,
    'Stop that one, or choose another directory with --data.',
  );

function sayWhoHolds(directory: string): void {
  try {
    writeFileSync(holderPath(directory), `process ${process.pid} on ${hostname()}`, { mode: fileMode });
  } catch {
    // A full disk: the lock holds all the same.
  }
}

function holderOf(directory: string): string {
  try {
    return readFileSync(holderPath(directory), 'utf8') || 'another process';
  } catch {
    return 'another process';
  }
}
