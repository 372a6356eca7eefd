/** One run of a bundler during a synthesis: what a handler's change has to repeat. */
export interface Bundling {
  /** As it was run: the program and its arguments, e.g. `['…/esbuild', '--bundle', 'handlers/order.ts', …]`. */
  readonly command: readonly string[];
  /** Working directory, absolute. */
  readonly directory: string;
  /**
   * Files outside of `node_modules` and inside of it that the bundle was made of, absolute: those of esbuild's metafile,
   * the `tsconfig.json` and `package.json` files above them, and files that would be taken instead if they were there.
   */
  readonly inputs: readonly string[];
  /** The name of the output within its asset, e.g. `index.js`. */
  readonly outputName: string;
  /** SHA-256 (hex) of the output, by which the asset is found that holds it. */
  readonly outputDigest: string;
}

/** Instead of a digest: the synthesis saw that the path is there, and did not read it. */
export const present = 'present';

/** What one synthesis ran and read. All paths are absolute. */
export interface SynthesisRecord {
  /** False where something ran that could not be watched (an app in Python, say): then every change may matter. */
  readonly isComplete: boolean;
  /**
   * Files that were read, by the SHA-256 (hex) of their contents; `present`: only looked for; undefined: looked for and
   * not there.
   */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** Directories that were listed, by the SHA-256 (hex) of their entries' names in order. */
  readonly directories: ReadonlyMap<string, string>;
  readonly bundlings: readonly Bundling[];
}
