import { digestOfDirectory, digestOfFile } from './watch/file-stamp.ts';
import type { Disk } from './what-changed.ts';

/** The disk as it is now. */
export const realDisk: Disk = { digestOfFile, digestOfDirectory };
