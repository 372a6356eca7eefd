import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { directoryMode, fileMode, writeFailure } from './durable/disk.ts';

/** Lower-case hex SHA-256 of the bytes; what collections hold instead of the bytes. */
export type BlobHash = string;

/**
 * Large bytes (objects, function code), addressed by their content and kept beside the world. Blobs are never changed,
 * so snapshots share them; they are written before the record that refers to them.
 */
export interface BlobStore {
  put(bytes: Uint8Array): BlobHash;
  /** Undefined for a hash that was never put. */
  get(hash: BlobHash): Uint8Array | undefined;
  /** All blobs with their size in bytes, lazily. What a crash left half-written is removed on the way. */
  entries(): Iterable<readonly [BlobHash, number]>;
  /** For `SweptBlobs` alone, which knows that nothing refers to the blob. */
  delete(hash: BlobHash): void;
}

/** The name of some bytes: equal bytes are stored once. */
export const hashOf = (bytes: Uint8Array): BlobHash => createHash('sha256').update(bytes).digest('hex');

/** Blobs that end with the process. */
export function createMemoryBlobs(): BlobStore {
  const blobs = new Map<BlobHash, Uint8Array>();
  return {
    put(bytes) {
      const hash = hashOf(bytes);
      if (!blobs.has(hash)) blobs.set(hash, ownBytes(bytes));
      return hash;
    },
    get: (hash) => blobs.get(hash),
    *entries() {
      for (const [hash, bytes] of blobs) yield [hash, bytes.byteLength];
    },
    delete: (hash) => void blobs.delete(hash),
  };
}

/** A small view would keep the whole buffer alive that it was cut from. */
const ownBytes = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer.byteLength > 2 * bytes.byteLength ? Buffer.from(new Uint8Array(bytes).buffer) : bytes;

/** One file a blob below `directory`, put in place by rename so that a half-written one is never seen. */
export function createFileBlobs(directory: string): BlobStore {
  const pathOf = (hash: BlobHash) => join(directory, hash.slice(0, 2), hash);
  return {
    put(bytes) {
      const hash = hashOf(bytes);
      const path = pathOf(hash);
      if (existsSync(path)) return hash;
      try {
        mkdirSync(join(directory, hash.slice(0, 2)), { recursive: true, mode: directoryMode });
        writeFileSync(`${path}.${process.pid}.tmp`, bytes, { mode: fileMode });
        renameSync(`${path}.${process.pid}.tmp`, path);
      } catch (error) {
        rmSync(`${path}.${process.pid}.tmp`, { force: true });
        throw writeFailure(error, path);
      }
      return hash;
    },
    get(hash) {
      const path = pathOf(hash);
      return hashPattern.test(hash) && existsSync(path) ? readFileSync(path) : undefined;
    },
    *entries() {
      for (const folder of readdirSync(directory)) {
        for (const name of readdirSync(join(directory, folder))) {
          const path = join(directory, folder, name);
          if (hashPattern.test(name)) yield [name, statSync(path).size];
          // `put` ends in the turn in which it began, so a file that is seen here is of a process that was killed.
          else if (name.endsWith('.tmp')) rmSync(path, { force: true });
        }
      }
    },
    delete: (hash) => rmSync(pathOf(hash), { force: true }),
  };
}

const hashPattern = /^[0-9a-f]{64}$/;
