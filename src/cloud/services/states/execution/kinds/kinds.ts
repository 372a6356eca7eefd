import { UnsupportedError } from '../../../../kernel/errors.ts';
import type { State } from '../../definition/states.ts';
import { choice } from './choice.ts';
import { fail, succeed } from './ends.ts';
import type { Kind } from './kind.ts';
import { map } from './map.ts';
import { pass } from './pass.ts';
import { task } from './task.ts';
import { wait } from './wait.ts';

const kinds = { Pass: pass, Choice: choice, Wait: wait, Succeed: succeed, Fail: fail, Task: task, Map: map } as const;

/** How a state behaves, by its type. */
export function kindOf({ Type }: State): Kind<State> {
  const kind = (kinds as Readonly<Record<string, unknown>>)[Type];
  if (!kind) throw new UnsupportedError(`states of the type ${Type}`);
  return kind as Kind<State>;
}
