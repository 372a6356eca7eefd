import { setTimeout as wait } from 'node:timers/promises';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { CloudClient } from '../cloud-client.ts';

export type Variables = Readonly<Record<string, string>>;

/**
 * Holds what a function's variables were, as JSON, while they are replaced: a process that was killed in between leaves
 * it behind, and the next one begins with what it says.
 */
const before = 'SQUALL_EXPLORE_BEFORE';

const pollMs = 50;
const pollsMax = 1200;

/** The variables of a function as its author set them, also when somebody died while they were replaced. */
export async function variablesOf(aws: CloudClient, functionName: string): Promise<Variables> {
  const { Environment } = await aws.call<{ readonly Environment?: { readonly Variables?: Variables } }>(
    'lambda',
    'GetFunctionConfiguration',
    { FunctionName: functionName },
  );
  const variables = Environment?.Variables ?? {};
  const kept = variables[before];
  return kept === undefined ? variables : (JSON.parse(kept) as Variables);
}

/** Sets other variables; the function that is answered puts the author's back. Both wait until they are in force. */
export async function replaceVariables(
  aws: CloudClient,
  functionName: string,
  { old, next }: { readonly old: Variables; readonly next: Variables },
): Promise<() => Promise<void>> {
  await setVariables(aws, functionName, { ...next, [before]: JSON.stringify(old) });
  return () => setVariables(aws, functionName, old);
}

async function setVariables(aws: CloudClient, FunctionName: string, Variables: Variables): Promise<void> {
  await aws.call('lambda', 'UpdateFunctionConfiguration', { FunctionName, Environment: { Variables } });
  for (let polls = 0; polls < pollsMax; polls += 1) {
    const { LastUpdateStatus } = await aws.call<{ readonly LastUpdateStatus?: string }>(
      'lambda',
      'GetFunctionConfiguration',
      { FunctionName },
    );
    if (LastUpdateStatus !== 'InProgress') return;
    await wait(pollMs);
  }
  throw new SquallError(
    'DeployFailed',
    `The variables of ${FunctionName} are still being changed after a minute.`,
    'Look at the function’s LastUpdateStatus there.',
  );
}
