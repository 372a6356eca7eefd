/** AWS: unzipped size of a function with its layers. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const unzippedBytesMax = 262_144_000;

const texts = {
  unreadable: 'Could not unzip uploaded file. Please check your file, then try to upload again.',
  tooLarge: `Unzipped size must be smaller than ${unzippedBytesMax} bytes`,
};

/** What of an {@link ArchiveError} crosses from a worker thread. */
export interface ArchiveFailure {
  readonly kind: keyof typeof texts;
  readonly detail: string | undefined;
}

/** An archive that cannot be unpacked. The message is AWS's text, and what is wrong with the archive after it. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
  readonly failure: ArchiveFailure;
  /** What AWS says, which never says what is wrong. */
  readonly awsText: string;

  constructor(failure: ArchiveFailure) {
    super(texts[failure.kind] + (failure.detail === undefined ? '' : ` (${failure.detail})`));
    this.failure = failure;
    this.awsText = texts[failure.kind];
  }
}

export const unreadable = (detail: string): ArchiveError => new ArchiveError({ kind: 'unreadable', detail });

export const tooLargeUnzipped = (): ArchiveError => new ArchiveError({ kind: 'tooLarge', detail: undefined });
