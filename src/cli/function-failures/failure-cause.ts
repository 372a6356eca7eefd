import type { Hop, Journal } from '../../cloud/kernel/journal.ts';

const waitMaxMs = 1000;

/**
 * What it was that a hop was made for: the request to an API, or the call, at the root of its tree. Hops are journalled when they
 * end, innermost first, so it waits for those that are still under way; undefined where there is none above it, or none in time.
 */
export function causeOf(journal: Pick<Journal, 'hops' | 'subscribe'>, hopId: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let wanted = hopId;
    let last: Hop | undefined;
    const done = (): void => {
      unsubscribe();
      clearTimeout(timer);
      resolve(last === undefined || last.id === hopId ? undefined : shown(last));
    };
    /** Whether the root is reached. */
    const climb = (hop: Hop): boolean => {
      last = { ...hop };
      wanted = hop.parent ?? '';
      return isRequest(hop) || wanted === '';
    };
    const unsubscribe = journal.subscribe((hop) => {
      if (hop.id !== wanted) return;
      if (climb(hop) || climbAll(journal, () => wanted, climb)) done();
    });
    const timer = setTimeout(done, waitMaxMs);
    if (climbAll(journal, () => wanted, climb)) done();
  });
}

/** Over hops that have ended already; answers whether that led to the root. */
function climbAll(journal: Pick<Journal, 'hops'>, wanted: () => string, climb: (hop: Hop) => boolean): boolean {
  const ended = new Map(journal.hops().map((hop) => [hop.id, hop]));
  for (let hop = ended.get(wanted()); hop; hop = ended.get(wanted())) if (climb(hop)) return true;
  return false;
}

const isRequest = ({ operation }: Hop): boolean => /^[A-Z]+ \//.test(operation);

const shown = (hop: Hop): string =>
  isRequest(hop)
    ? hop.operation
    : `${hop.service}.${hop.operation}${hop.resource === undefined ? '' : ` ${hop.resource}`}`;
