import { storedOnlyIn } from '../../../../service-kit/stored-only.ts';
import { type ResourceRecord, resourcesOf } from '../../state.ts';
import { type Run, stackOf } from './run.ts';

/**
 * Says in the cloud's own log which settings of the stack have no effect here: of a new stack all, of an update those
 * that were not among `before`. AWS has nothing like it, so the stack's events do not tell it.
 */
export function tellStoredOnly(run: Run, before: readonly ResourceRecord[] = []): void {
  const { kernel } = run.context;
  const told = new Set(storedOnlyIn(kernel.storedOnly, before).map(({ setting }) => setting));
  const settings = storedOnlyIn(kernel.storedOnly, resourcesOf(run.state, run.stackId));
  const news = settings.filter(({ setting }) => !told.has(setting));
  if (news.length === 0) return;
  const list = news.map(({ setting, reason }) => `${setting} (${reason})`).join(', ');
  kernel.log.warn(`${stackOf(run).name}: kept, and without effect here: ${list}`);
}

/** The stack's resources as they were before the update that is under way. */
export const resourcesBefore = (run: Run): readonly ResourceRecord[] =>
  resourcesOf(run.state, run.stackId).flatMap((record) => {
    if (!record.undo) return [record];
    return 'before' in record.undo ? [record.undo.before] : [];
  });
