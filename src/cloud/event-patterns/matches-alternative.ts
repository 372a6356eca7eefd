import type { EventFields, Field, Membership } from './event-fields.ts';
import type { Alternative, FieldTests } from './pattern.ts';
import { passes } from './value-test.ts';

/** Steps that one alternative may take on one event: only events made to be slow need more, and do not match. */
const stepsMax = 1_000_000;

/**
 * Whether all fields of an alternative pass. AWS matches arrays consistently: of an array of objects, all fields must
 * be of one element. It looks at the fields in the order of their paths and remembers the elements they were found in.
 */
export function matchesAlternative(alternative: Alternative, fields: EventFields): boolean {
  const found = alternative.map(({ path }) => fields.get(path) ?? none);
  if (!found.some((list) => list.some(({ within }) => within))) {
    return alternative.every((field, index) => {
      const list = found[index] ?? none;
      return (list.length === 0 && asksAbsence(field)) || list.some(passesOneOf(field));
    });
  }
  return matchesConsistently(alternative, found);
}

const none: readonly Field[] = [];
const asksAbsence = ({ tests }: FieldTests): boolean => tests.some(({ kind }) => kind === 'absent');
const passesOneOf =
  ({ tests }: FieldTests) =>
  ({ value }: Field): boolean =>
    tests.some((test) => passes(test, value));

/** The elements that fields were found in: the index by the number of the array. */
type Elements = ReadonlyMap<number, number>;

function matchesConsistently(alternative: Alternative, found: readonly (readonly Field[])[]): boolean {
  const budget = { steps: stepsMax };
  const needed = arraysOfLater(found);
  let states: readonly Elements[] = [new Map()];
  for (const [index, field] of alternative.entries()) {
    const list = found[index] ?? none;
    const passing = placesOf(list.filter(passesOneOf(field)));
    const all = asksAbsence(field) ? placesOf(list) : undefined;
    const following = new Map<string, Elements>();
    // Elements that no later field can contradict are forgotten: so few states are different.
    const keep = (elements: Elements): void => {
      const kept = [...elements].filter(([array]) => needed[index]?.has(array)).sort(([a], [b]) => a - b);
      following.set(kept.join(), new Map(kept));
    };
    for (const state of states) {
      if (all && !visitConsistent(all, state, budget, () => true)) keep(state);
      visitConsistent(passing, state, budget, (elements) => {
        keep(elements);
        return false;
      });
    }
    states = [...following.values()];
    if (states.length === 0 || budget.steps <= 0) return false;
  }
  return true;
}

/** The arrays that the fields behind each one are within. */
function arraysOfLater(found: readonly (readonly Field[])[]): ReadonlySet<number>[] {
  const later = new Set<number>();
  return found
    .toReversed()
    .map((list) => {
      const before = new Set(later);
      for (const { within } of list) {
        for (let level = within; level; level = level.outer) later.add(level.array);
      }
      return before;
    })
    .toReversed();
}

/** Places of fields as a tree: by array and element from the outermost inwards. */
interface Places {
  /** A field is here, not within more arrays. */
  isPlace: boolean;
  readonly arrays: Map<number, Map<number, Places>>;
}

const emptyPlaces = (): Places => ({ isPlace: false, arrays: new Map() });

function placesOf(list: readonly Field[]): Places {
  const root = emptyPlaces();
  for (const { within } of list) {
    const levels: Membership[] = [];
    for (let level = within; level; level = level.outer) levels.push(level);
    let places = root;
    for (const { array, index } of levels.reverse()) {
      const elements = places.arrays.get(array) ?? new Map<number, Places>();
      places.arrays.set(array, elements);
      const inner = elements.get(index) ?? emptyPlaces();
      elements.set(index, inner);
      places = inner;
    }
    places.isPlace = true;
  }
  return root;
}

/** Visits the places that contradict none of these elements, with the elements of both, until one says true. */
function visitConsistent(
  places: Places,
  elements: Elements,
  budget: { steps: number },
  visit: (elements: Elements) => boolean,
): boolean {
  budget.steps -= 1;
  if (budget.steps <= 0) return false;
  if (places.isPlace && visit(elements)) return true;
  for (const [array, inner] of places.arrays) {
    const index = elements.get(array);
    const consistent = index === undefined ? inner : [[index, inner.get(index)] as const];
    for (const [at, below] of consistent) {
      if (below && visitConsistent(below, new Map(elements).set(array, at), budget, visit)) return true;
    }
  }
  return false;
}
