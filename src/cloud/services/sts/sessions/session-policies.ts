import { parseJson } from '../../../kernel/json.ts';
import { malformedPolicy } from '../errors.ts';

/** Size of session policies and tags is told as a percentage of this. */
const sessionPolicyCharactersMax = 2048;

interface Packed {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined;
  readonly Tags?: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}

/** Throws MalformedPolicyDocument. */
export function assertJson(policy: string): void {
  if (parseJson(policy) === undefined) throw malformedPolicy();
}

/** In characters, since AWS does not publish its packed form. */
export function packedSizeOf({ Policy = '', PolicyArns = [], Tags = [] }: Packed): number {
  const characters =
    Policy.length +
    PolicyArns.reduce((sum, { arn = '' }) => sum + arn.length, 0) +
    Tags.reduce((sum, { Key = '', Value = '' }) => sum + Key.length + Value.length, 0);
  return Math.ceil((characters / sessionPolicyCharactersMax) * 100);
}
