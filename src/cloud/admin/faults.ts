import { SquallError } from '../kernel/errors.ts';
import type { FaultRule } from '../kernel/faults/rule.ts';
import type { Route } from './route.ts';

/** `GET /_squall/faults` */
export const listFaults: Route = ({ kernel }) => ({ faults: kernel.rules.list() });

/** `POST /_squall/faults`, with `{"rule": "throttle dynamodb:PutItem times=3"}` or the rule as an object. */
export const addFault: Route = ({ kernel }, { rule }) => {
  if (typeof rule !== 'string' && (typeof rule !== 'object' || rule === null || !('fault' in rule))) {
    throw new SquallError(
      'InvalidFault',
      'Which rule?',
      'Send {"rule":"throttle dynamodb:PutItem table=Orders times=3"}.',
    );
  }
  const { id } = kernel.rules.add(rule as string | FaultRule);
  return kernel.rules.list().find((each) => each.id === id);
};

/** `DELETE /_squall/faults`, all or (`?id=f1`) one. */
export const clearFaults: Route = ({ kernel }, _body, query) => {
  const id = query.get('id');
  if (id === null) {
    const count = kernel.rules.list().length;
    kernel.rules.clear();
    return { removed: count };
  }
  if (kernel.rules.remove(id)) return { removed: 1 };
  const known =
    kernel.rules
      .list()
      .map((rule) => rule.id)
      .join(', ') || 'none';
  throw new SquallError('NotFound', `There is no rule “${id}”.`, `Rules: ${known}.`);
};
