/** What AWS's runtimes bring along: scopes of packages for Node, and version 2 as one package for Node 16 and older. */
export const bundledScopes = ['@aws-sdk', '@smithy', '@aws'];

const nodeImport =
  /(?:\brequire\(|\bimport\(|\bfrom|\bimport)\s*["'](@(?:aws-sdk|smithy|aws)\/[\w.-]+|aws-sdk)(?=["'/])/g;
const pythonImport = /^[ \t]*(?:import|from)[ \t]+(boto3|botocore)\b/gm;

/** Collects, file by file of an archive, the packages of AWS's SDKs that the code imports and does not bring along. */
export class SdkImports {
  readonly #imported = new Set<string>();
  readonly #brought = new Set<string>();

  add(path: string, bytes: Uint8Array): void {
    const own = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? /^(boto3|botocore)\//.exec(path)?.[1];
    if (own !== undefined) this.#brought.add(own);
    // What installed packages need was installed with them.
    else if (/\.[cm]?js$/.test(path)) this.#collect(bytes, 'aws-sdk', nodeImport, '@smithy/', '@aws/');
    else if (path.endsWith('.py')) this.#collect(bytes, 'boto', pythonImport);
  }

  /** In order of their names. */
  get missing(): readonly string[] {
    return [...this.#imported].filter((name) => !this.#brought.has(name)).sort();
  }

  /** Most files mention none of the words, and are not turned into text. */
  #collect(bytes: Uint8Array, word: string, pattern: RegExp, ...others: readonly string[]): void {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (![word, ...others].some((mark) => buffer.includes(mark))) return;
    for (const [, name] of buffer.toString('latin1').matchAll(pattern))
      if (name !== undefined) this.#imported.add(name);
  }
}
