import type { Json } from '../../definition/json.ts';
import type { Path } from '../paths/path.ts';

/** A call of an intrinsic function as it was parsed. */
export interface Call {
  readonly text: string;
  /** Without `States.`. */
  readonly name: string;
  readonly arguments: readonly Argument[];
}

export type Argument =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'call'; readonly call: Call }
  /** A text in quotes as it is written, with its backslashes: States.Format tells `\{` from `{`. */
  | { readonly kind: 'text'; readonly raw: string }
  | { readonly kind: 'value'; readonly value: Json };

/**
 * An intrinsic function that cannot do what it is asked for. AWS mostly says no more than that its arguments are invalid;
 * the message is what it says where it says more.
 */
export class IntrinsicFailure extends Error {
  override readonly name = 'IntrinsicFailure';
}
