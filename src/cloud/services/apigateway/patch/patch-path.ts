import type { Op } from '@aws-sdk/client-api-gateway';

/** One place that patch operations may change, and how. https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html */
export interface PatchPath {
  /** A JSON pointer as complaints show it; a step in braces (or `<…>`) stands for any one name: `/variables/{name}`. */
  readonly path: string;
  readonly ops: readonly Op[];
  /** Where the value lies in the record, by the names in braces (unescaped), when that is not what the path says. */
  readonly at?: (names: readonly string[]) => readonly string[];
  /** The value that is kept, from the text of the operation; the text itself when left out. @throws BadRequestException */
  readonly read?: (text: string, path: string) => unknown;
  /** Which path it is, where steps are not enough to tell: the names that stand in it. */
  readonly match?: (path: string) => readonly string[] | undefined;
  /** It is an element of a list: the last step of the path names it, or the value does. */
  readonly list?: 'byName' | 'byValue';
  /** The value that an empty one leaves; without it the member goes. */
  readonly empty?: unknown;
  /** The complaint about an empty value; without it, an empty value removes the member, or leaves `empty`. */
  readonly whenEmpty?: (path: string) => Error;
  /** The complaint when there is nothing to replace or remove; without it, replacing adds and removing does nothing. */
  readonly whenMissing?: (name: string) => Error;
  /** From where a copy may be made, as paths. */
  readonly from?: readonly string[];
}

const namePattern = /^(?:\{.+\}|<.+>)$/;

/** The names that a path has where the pattern has braces, or undefined when it is another path. */
function matchPath(pattern: string, path: string): string[] | undefined {
  const steps = pattern.split('/');
  const given = path.split('/');
  if (steps.length !== given.length) return undefined;
  const names: string[] = [];
  for (const [index, step] of steps.entries()) {
    const text = given[index] ?? '';
    if (namePattern.test(step)) names.push(unescapeStep(text));
    else if (step !== text) return undefined;
  }
  return names.includes('') ? undefined : names;
}

/** The names in the path of an operation, or undefined where the row is about another path. */
export const namesIn = (row: PatchPath, path: string): readonly string[] | undefined =>
  row.match ? row.match(path) : matchPath(row.path, path);

/** A step of a JSON pointer as the name it stands for. https://www.rfc-editor.org/rfc/rfc6901#section-4 */
const unescapeStep = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** Where the value of a matched path lies in the record. */
export function placeOf({ path, at }: PatchPath, names: readonly string[]): readonly string[] {
  if (at) return at(names);
  const rest = [...names];
  return path
    .split('/')
    .slice(1)
    .map((step) => (namePattern.test(step) ? (rest.shift() ?? '') : step));
}
