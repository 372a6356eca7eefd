import { createHash } from 'node:crypto';
import { accessSync, constants, realpathSync, renameSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { SquallError } from '../errors.ts';

/** Systems refuse longer paths of sockets; the shortest of their limits, with room to spare. */
const socketPathMax = 100;

/** Whoever comes at the very same moment is met again; more often than this it is no coincidence. */
const attemptsMax = 5;

/**
 * Two clouds on one directory would write over each other. The lock is a socket in it that somebody listens at: it ends with
 * its process, however that ends, and holds between containers too, whose process ids say nothing of each other. Returns what
 * lets go of it again.
 */
export async function lockDirectory(directory: string): Promise<() => void> {
  accessSync(directory, constants.W_OK);
  const path = socketPath(directory);
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const server = await listen(path);
    if (server) return () => void server.close();
    const holder = await holderOf(path);
    if (holder !== undefined) throw locked(directory, holder);
    removeStale(path);
  }
  throw locked(directory, 'another process');
}

const locked = (directory: string, holder: string): SquallError =>
  new SquallError(
    'DataDirectoryLocked',
    `${directory} is in use by ${holder}.`,
    'Stop that one, or choose another directory with --data.',
  );

function socketPath(directory: string): string {
  const direct = join(directory, 'lock');
  if (process.platform === 'win32') return `\\\\.\\pipe\\squall-${hashOf(directory)}`;
  const candidates = [direct, relative(process.cwd(), direct)];
  const short = candidates.find((path) => Buffer.byteLength(path) <= socketPathMax);
  return short ?? join(tmpdir(), `squall-lock-${hashOf(directory)}`);
}

const hashOf = (directory: string): string =>
  createHash('sha256').update(realpathSync(directory)).digest('hex').slice(0, 16);

/** Tells everybody who asks which process holds the lock; undefined when the path is taken. */
function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(`process ${process.pid}`);
  });
  server.unref();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
  });
}

/** Who listens; undefined when nobody does, and the socket was left by a process that is gone. */
function holderOf(path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let said = '';
    const socket = createConnection(path);
    socket.on('data', (chunk) => {
      said += chunk.toString('utf8');
    });
    socket.on('end', () => resolve(said || 'another process'));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      // Not a socket at all (an earlier version's lock), refused, or gone by now: nobody holds it.
      resolve(['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].includes(code ?? '') ? undefined : 'another process');
    });
  });
}

/** By another name first: whatever came into its place meanwhile is not removed. */
function removeStale(path: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch {
    // Somebody else removed it first.
  }
}

/** Tells whether a process of this machine runs, whoever it belongs to. */
export function isProcessAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process cannot be signalled, but it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
