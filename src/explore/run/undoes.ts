import type { FakeControl } from '../simulation/fake-http.ts';
import type { SideEffect } from './run.ts';

/** A request that took effect outside. */
interface Effect {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
  /** `POST payments.test/refunds` */
  readonly route: string;
}

/** What goes back is what was paid. */
const money = /^(?:refunds?|voids?|reversals?)$/i;
/** Steps of paths that say that something is taken back. */
const undoing =
  /^(?:refunds?|voids?|cancel(?:s|led|lations?|ations?)?|revers(?:e|als?)|reverts?|releases?|undo|rollbacks?|revoke|revocations?|compensat(?:e|ions?))$/i;

/**
 * Whether an effect takes back an earlier one: it must name it, by an id as a whole, and it must be an effect that takes
 * things back, by the fake's word or else by its route. A receipt or a shipment names a charge, too, and undoes nothing.
 */
export function undoes(
  effect: Effect,
  earlier: Pick<SideEffect, 'route' | 'response' | 'request' | 'undoesAgain'>,
  { undoneBy }: Pick<FakeControl, 'undoneBy'>,
): boolean {
  const [route, before] = [splitRoute(effect.route), splitRoute(earlier.route)];
  if (effect.route === earlier.route || route.host !== before.host) return false;
  const declared = undoneBy(route.local);
  if (declared) return declared.includes(before.local) && namesIt(effect, earlier);
  if (wordIn(before.local) !== undefined) return false;
  if (effect.method === 'DELETE') return isMember(route.local, before.local) && namesIt(effect, earlier);
  const word = wordIn(route.local);
  if (word === undefined) return false;
  const things = thingsBefore(word, route.local);
  if (things.some((thing) => !stepsOf(before.local).includes(thing))) return false;
  // `/cancel` of an order is not that of its charge; money that goes back is.
  return things.length > 0 || money.test(word)
    ? namesIt(effect, earlier)
    : namesIt(effect, { ...earlier, ...madeBy(earlier) });
}

const stepsOf = (local: string): string[] => local.slice(local.indexOf(' ') + 1).split('/');
const wordIn = (local: string): string | undefined => stepsOf(local).find((step) => undoing.test(step));

/** Whose undoing it is: `charges` of `POST /v1/charges/:id/refund`. */
const thingsBefore = (word: string, local: string): string[] =>
  stepsOf(local)
    .slice(0, stepsOf(local).indexOf(word))
    .filter((step) => step !== '' && !/^[:{]|^v\d+$|^api$/.test(step));

/** Only the ids that an answer gave and that its request did not: the service made them. */
function madeBy({
  request,
  response,
}: Pick<SideEffect, 'request' | 'response'>): Pick<SideEffect, 'request' | 'response'> {
  const asked = new Set(valuesIn(request));
  const id = idValuesIn(parsed(response)).filter((value) => !asked.has(value));
  return { request: '', response: JSON.stringify({ id }) };
}

/** `DELETE /charges/:id` takes away what `POST /charges` or `PUT /charges/:id` made. */
function isMember(deleting: string, making: string): boolean {
  const [path = '', from = ''] = [deleting, making].map((local) => local.slice(local.indexOf(' ') + 1));
  return path === from || path.slice(0, path.lastIndexOf('/')) === from.replace(/\/$/, '');
}

/** `POST payments.test/refunds` → its host, and the route as the fake knows it. */
function splitRoute(route: string): { readonly host: string; readonly local: string } {
  const match = /^(\S+) ([^/]*)(.*)$/.exec(route);
  return { host: match?.[2] ?? '', local: `${match?.[1] ?? ''} ${match?.[3] ?? ''}` };
}

/** By an id that its answer gave, or that it was asked for under. */
function namesIt({ url, body }: Effect, { request, response }: Pick<SideEffect, 'request' | 'response'>): boolean {
  const named = new Set([...url.pathname.split('/').map(decoded), ...url.searchParams.values(), ...valuesIn(body)]);
  const ids = [...idValuesIn(parsed(response)), ...idValuesIn(parsed(request))];
  return ids.some((id) => named.has(id));
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** JSON, or the fields of a form. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

function valuesIn(text: string): string[] {
  const found: string[] = [];
  walk(parsed(text), (_name, value) => found.push(value));
  return found;
}

/** Shorter ones would be found anywhere. */
const idLengthMin = 2;
const isIdName = (name: string): boolean => /^(?:id|ref|reference|token)$|(?:_id|Id|ID|_ref|Ref|Reference)$/.test(name);

function idValuesIn(value: unknown): string[] {
  const found: string[] = [];
  walk(value, (name, each) => {
    if (isIdName(name) && each.length >= idLengthMin) found.push(each);
  });
  return found;
}

function walk(value: unknown, onValue: (name: string, value: string) => void, name = ''): void {
  if (isPlain(value)) onValue(name, String(value));
  else if (Array.isArray(value)) for (const each of value) walk(each, onValue, name);
  else if (typeof value === 'object' && value !== null) {
    for (const [member, each] of Object.entries(value)) walk(each, onValue, member);
  }
}
