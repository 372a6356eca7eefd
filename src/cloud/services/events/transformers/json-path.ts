/** One step of a path: a member, an index, or everything. */
type Step = string | number | typeof everything;

const everything = Symbol('*');

/** `.name`, `[3]`, `[*]`, `.*`; AWS refuses names in brackets. */
const stepPattern = /\.([^.[\]\s'"]+)|\[(\d{1,9}|\*)\]/y;

/**
 * Reads a JSON path as EventBridge knows them: dots, indexes and wildcards. Undefined for what it refuses.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
function stepsOf(path: string): readonly Step[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: Step[] = [];
  let at = 1;
  // A dot at the end selects what it follows.
  const end = path.endsWith('.') ? path.length - 1 : path.length;
  while (at < end) {
    stepPattern.lastIndex = at;
    const [whole = '', name, index] = stepPattern.exec(path) ?? [];
    if (whole === '') return undefined;
    at += whole.length;
    if (name !== undefined) steps.push(name === '*' ? everything : name);
    else steps.push(index === '*' ? everything : Number(index));
  }
  return steps;
}

/** Whether EventBridge takes the path. */
export const isPath = (path: string): boolean => stepsOf(path) !== undefined;

/** What a path selects; undefined where there is nothing. Behind a wildcard it is a list of all that is found. */
export function valueAt(value: unknown, path: string): unknown {
  const steps = stepsOf(path);
  return steps && select(value, steps);
}

function select(value: unknown, steps: readonly Step[]): unknown {
  let found = value;
  for (const [index, step] of steps.entries()) {
    if (step === everything) {
      const rest = steps.slice(index + 1);
      const all = typeof found === 'object' && found !== null ? Object.values(found) : [];
      return all.flatMap((each) => {
        const selected = select(each, rest);
        if (selected === undefined) return [];
        return rest.includes(everything) && Array.isArray(selected) ? selected : [selected];
      });
    }
    found = memberOf(found, step);
  }
  return found;
}

function memberOf(value: unknown, step: string | number): unknown {
  if (typeof step === 'number') return Array.isArray(value) ? value[step] : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, step))
    return undefined;
  return (value as Readonly<Record<string, unknown>>)[step];
}
