import { zipSync } from 'fflate';
import { responseModule } from './cfn-response.ts';

/** A fixed time, so that the same code is the same archive: 1980 is the oldest that zip can say. */
const epoch = '1980-01-01T00:00:00Z';

/** How inline code asks for the module that AWS gives it. */
const usesResponseModule = /cfn-?response/;

/**
 * Code that a template holds itself, as an archive: `index.js` or `index.py`, and the module for answers of custom
 * resources where the code names it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
export function zipInlineCode(source: string, runtime: string): Uint8Array {
  const isPython = runtime.startsWith('python');
  const files: (readonly [string, string])[] = [[isPython ? 'index.py' : 'index.js', source]];
  if (usesResponseModule.test(source)) files.push(responseModule(isPython));
  return zipSync(Object.fromEntries(files.map(([name, text]) => [name, fileOf(text)])));
}

const fileOf = (text: string): [Uint8Array, { mtime: string; os: number; attrs: number }] => [
  Buffer.from(text),
  { mtime: epoch, os: 3, attrs: 0o100644 << 16 },
];
