import type { Context, Operation } from '../../service-kit/contract.ts';
import { dryRun, missingParameter, tokenMismatch } from './errors.ts';
import { ensureDefaultNetwork } from './networks/default-network.ts';
import type { Ec2State } from './state.ts';

/** An operation of EC2, as it stands in the service's list. */
export type Ec2Operation<Input, Output> = Operation<Input, Output, Ec2State, undefined>;

interface Common {
  readonly DryRun?: boolean | undefined;
  readonly ClientToken?: string | undefined;
}

/**
 * What all operations share: the default network is there, what must be given is, a client token answers again what it
 * answered, and a dry run ends in an error when all else went well, which undoes what it did.
 */
export function ec2Operation<Input extends object, Output>(
  name: string,
  needed: readonly string[],
  run: (state: Ec2State, input: Input, context: Context<undefined>) => Output,
): Ec2Operation<Input, Output> {
  return (state, input, context) => {
    const common = input as Common;
    for (const member of needed) {
      if ((input as Readonly<Record<string, unknown>>)[member] === undefined) throw missingParameter(member);
    }
    ensureDefaultNetwork(state, context);
    const key = common.ClientToken === undefined ? undefined : `${name}/${common.ClientToken}`;
    const again = key === undefined ? undefined : state.answers.get(key);
    const text = key === undefined ? '' : JSON.stringify(input);
    if (again && again.input !== text) throw tokenMismatch();
    const output = again ? (again.output as Output) : run(state, input, context);
    if (common.DryRun) throw dryRun();
    if (key !== undefined && !again) state.answers.set(key, { input: text, output });
    return output;
  };
}
