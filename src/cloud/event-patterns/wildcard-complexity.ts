import type { Wildcard } from './wildcard.ts';

/** As many places of wildcard patterns as one text may be at, at the same time. Believed: see README. */
const complexityMax = 10;
/** What is looked at of an automaton: patterns that AWS's limits of size allow end far below. */
const examinedMax = 2_000;
const anything = '';

interface Automaton {
  /** Characters, and `anything` for a wildcard. */
  readonly tokens: readonly string[];
  /** What the place behind a token is called: places of the same name are one. */
  readonly names: readonly string[];
}

/**
 * Whether some text keeps more places of these patterns possible than EventBridge follows at once, which is how many
 * states an automaton for them can be in. `isOne` where the patterns are one rule (a list of `anything-but`), whose
 * common beginnings count once. https://github.com/aws/event-ruler (README, "Limiting complexity")
 */
export function isTooComplex(wildcards: readonly Wildcard[], isOne: boolean): boolean {
  const automata = wildcards.map((wildcard, index) => automatonOf(wildcard, index, isOne));
  const pending: Place[][] = [automata.map((automaton) => ({ automaton, at: 0 }))];
  const seen = new Set<string>();
  for (let active = pending.pop(); active && seen.size < examinedMax; active = pending.pop()) {
    const inputs = new Set(active.map(({ automaton, at }) => automaton.tokens[at] ?? anything));
    for (const input of inputs.add(anything)) {
      const following = step(active, input);
      const names = new Set(following.map(({ automaton, at }) => automaton.names[at] ?? ''));
      if (names.size > complexityMax) return true;
      const key = [...names].sort().join(' ');
      if (names.size === 0 || seen.has(key)) continue;
      seen.add(key);
      pending.push(following);
    }
  }
  return false;
}

type Place = { readonly automaton: Automaton; readonly at: number };

function automatonOf(wildcard: Wildcard, index: number, isOne: boolean): Automaton {
  const tokens = ['"', ...wildcard.flatMap((segment, at) => (at === 0 ? [...segment] : [anything, ...segment])), '"'];
  const firstWildcard = tokens.indexOf(anything);
  const names = ['', ...tokens].map((_token, at) => {
    if (isOne && at === tokens.length) return 'end';
    // `at` counts the tokens before the place: a common beginning goes as far as the first wildcard.
    return isOne && at <= firstWildcard + 1 ? JSON.stringify(tokens.slice(0, at)) : `${index}:${at}`;
  });
  return { tokens, names };
}

function step(active: readonly Place[], input: string): Place[] {
  const following = new Map<Automaton, Set<number>>();
  for (const { automaton, at } of active) {
    const { tokens } = automaton;
    // A place that stays, and that another one comes to, is one.
    const places = following.get(automaton) ?? new Set<number>();
    following.set(automaton, places);
    if (at > 0 && tokens[at - 1] === anything) places.add(at);
    if (input === anything || tokens[at] !== input) continue;
    places.add(at + 1);
    if (tokens[at + 1] === anything) places.add(at + 2);
  }
  return [...following].flatMap(([automaton, places]) => [...places].map((at) => ({ automaton, at })));
}
