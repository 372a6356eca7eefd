import { checkArchive, unpackArchives } from './archive.ts';
import { ArchiveError, type ArchiveFailure } from './archive-error.ts';

/** Archives to be checked, or to be unpacked over each other where there is a directory. */
export interface ArchiveJob {
  readonly zips: readonly Uint8Array[];
  readonly directory: string | undefined;
}

export interface ArchiveRequest extends ArchiveJob {
  readonly id: number;
}

export interface ArchiveReply {
  readonly id: number;
  /** What is wrong with an archive; an Error when it is something else. */
  readonly failure?: ArchiveFailure | Error;
  /** Of archives that were checked. */
  readonly imports?: readonly string[];
}

/** Does it here and now; answers what archives that are checked import of AWS's SDKs. */
export function runArchiveJob({ zips, directory }: ArchiveJob): readonly string[] {
  if (directory === undefined) return zips.flatMap(checkArchive);
  unpackArchives(zips, directory);
  return [];
}

/** Does it, and says how it went in a way that crosses threads. */
export function answerArchiveJob({ id, ...job }: ArchiveRequest): ArchiveReply {
  try {
    return { id, imports: runArchiveJob(job) };
  } catch (error) {
    return { id, failure: error instanceof ArchiveError ? error.failure : (error as Error) };
  }
}
