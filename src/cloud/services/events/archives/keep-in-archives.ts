import { readPattern } from '../../../event-patterns/read-pattern.ts';
import { formatArn } from '../../../kernel/arns.ts';
import type { Scope } from '../../../kernel/scope.ts';
import type { Context } from '../../../service-kit/contract.ts';
import type { EventForRules } from './bus-core.ts';
import type { Archive, ArchivedEvent, ArchivesState } from './state.ts';

const dayMs = 86_400_000;

/** Archives are immutable: each pattern is read once. */
const patterns = new WeakMap<Archive, (event: unknown) => boolean>();

function matches(archive: Archive, event: unknown): boolean {
  if (archive.pattern === undefined) return true;
  const test = patterns.get(archive) ?? readPattern(archive.pattern);
  patterns.set(archive, test);
  return test(event);
}

/** Keeps an event that came to a bus in all archives of that bus that want it; what is replayed is there already. */
export function keepInArchives(
  state: ArchivesState,
  { name, account, region }: Scope & { readonly name: string },
  { event, text, ingestedMs }: EventForRules,
  { random }: Pick<Context, 'random'>,
): void {
  if (state.archives.size === 0 || event['replay-name'] !== undefined) return;
  const busArn = formatArn({ service: 'events', region, account, resource: `event-bus/${name}` });
  for (const archive of state.archives.values()) {
    if (archive.sourceArn !== busArn || !matches(archive, event)) continue;
    dropExpired(state, archive, ingestedMs);
    state.archivedEvents(archive.name).set(`${timePart(ingestedMs)}-${random.hex(12)}`, { text, ingestedMs });
  }
}

const timePart = (ms: number): string => String(ms).padStart(15, '0');

/** From which key on events are still kept. */
const oldestKey = ({ retentionDays }: Archive, nowMs: number): string =>
  retentionDays === 0 ? '' : timePart(nowMs - retentionDays * dayMs);

/** What an archive holds at a moment, with its keys. */
export const keptEvents = (
  state: ArchivesState,
  archive: Archive,
  nowMs: number,
): Iterable<readonly [string, ArchivedEvent]> =>
  state.archivedEvents(archive.name).entries({ from: oldestKey(archive, nowMs) });

/** Takes away what is older than the archive keeps: nobody could see it any more. */
function dropExpired(state: ArchivesState, archive: Archive, nowMs: number): void {
  const events = state.archivedEvents(archive.name);
  for (const key of [...events.keys({ before: oldestKey(archive, nowMs) })]) events.delete(key);
}
