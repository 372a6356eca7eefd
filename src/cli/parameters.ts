import { SquallError } from '../cloud/kernel/errors.ts';
import type { Flags, FlagValues } from './command.ts';

export const parameterFlag = {
  parameter: { type: 'string', value: 'NAME=VALUE', multiple: true, help: 'a template parameter; repeatable' },
} as const satisfies Flags;

/** `--parameter PaymentsUrl=http://127.0.0.1:4580` → `{ PaymentsUrl: 'http://127.0.0.1:4580' }` */
export function parametersOf(flags: FlagValues): Record<string, string> {
  const given = (flags.parameter as readonly string[] | undefined) ?? [];
  return Object.fromEntries(
    given.map((assignment) => {
      const mark = assignment.indexOf('=');
      if (mark > 0) return [assignment.slice(0, mark), assignment.slice(mark + 1)];
      throw new SquallError(
        'InvalidOption',
        `--parameter ${assignment} has no value.`,
        'Write --parameter Name=value.',
      );
    }),
  );
}
