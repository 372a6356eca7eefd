import { zipSync } from 'fflate';

/** A fixed time, so that the same code is the same archive: 1980 is the oldest that zip can say. */
const epoch = '1980-01-01T00:00:00Z';

/**
 * Code that a template holds itself, as an archive with one file: `index.js` or `index.py`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
export function zipInlineCode(source: string, runtime: string): Uint8Array {
  const file = runtime.startsWith('python') ? 'index.py' : 'index.js';
  return zipSync({ [file]: [Buffer.from(source), { mtime: epoch, os: 3, attrs: 0o100644 << 16 }] });
}
