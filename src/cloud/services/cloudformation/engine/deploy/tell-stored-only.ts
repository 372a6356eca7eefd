import { storedOnlyIn } from '../../../../service-kit/stored-only.ts';
import { resourcesOf } from '../../state.ts';
import { type Run, stackOf } from './run.ts';

/**
 * Says in the cloud's own log, once a deploy, which settings of the stack have no effect here. AWS has nothing like it, so
 * the stack's events do not tell it.
 */
export function tellStoredOnly(run: Run): void {
  const { kernel } = run.context;
  const settings = storedOnlyIn(kernel.storedOnly, resourcesOf(run.state, run.stackId));
  if (settings.length === 0) return;
  const list = settings.map(({ setting, reason }) => `${setting} (${reason})`).join(', ');
  kernel.log.warn(`${stackOf(run).name}: kept, and without effect here: ${list}`);
}
