import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
}

/** The name of some bytes: equal bytes are stored once. */
export const hashOf = (bytes: Uint8Array): BlobHash => createHash('sha256').update(bytes).digest('hex');

/** Blobs that end with the process. */
export function createMemoryBlobs(): BlobStore {
  const blobs = new Map<BlobHash, Uint8Array>();
  return {
    put(bytes) {
      const hash = hashOf(bytes);
      if (!blobs.has(hash)) blobs.set(hash, bytes);
      return hash;
    },
    get: (hash) => blobs.get(hash),
  };
}

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
      return /^[0-9a-f]{64}$/.test(hash) && existsSync(path) ? readFileSync(path) : undefined;
    },
  };
}
