/** One step of a path: a member, an element, or all elements. */
type Step = { readonly member: string } | { readonly index: number } | 'all';

/** A JSON path in the dialect of Pipes: dots, dashes, underscores, slashes, `[0]` and `[*]`. */
export type JsonPath = readonly Step[];

/** Of an InputTemplate; what is longer is none. */
const charactersMax = 8192;
const step = /\.([\w/@:*-]+)|\['([^']*)'\]|\[(\d{1,9}|\*)\]/y;

/**
 * Reads `$.body.items[0].id`; undefined for what is no such path.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 */
export function readPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$') || text.length > charactersMax) return undefined;
  const steps: Step[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) return undefined;
    const [, dotted, quoted, index] = match;
    const member = dotted ?? quoted;
    if (member !== undefined) steps.push(member === '*' ? 'all' : { member });
    else steps.push(index === '*' ? 'all' : { index: Number(index) });
  }
  return steps;
}

/** What is at a path; undefined where there is nothing. With `[*]` a list. */
export function valueAt(value: unknown, path: JsonPath): unknown {
  let at = value;
  for (const [position, step] of path.entries()) {
    if (typeof at !== 'object' || at === null) return undefined;
    if (step === 'all') return all(at, path.slice(position + 1));
    const key = 'member' in step ? step.member : step.index;
    if (Array.isArray(at) !== (typeof key === 'number') || !Object.hasOwn(at, key)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[key];
  }
  return at;
}

function all(of: object, rest: JsonPath): unknown[] {
  // A path within a list of lists answers one list, as JSON paths do.
  const isMore = rest.includes('all');
  const found = Object.values(of).map((element) => valueAt(element, rest));
  return found.filter((element) => element !== undefined).flatMap((element) => (isMore ? element : [element]));
}
