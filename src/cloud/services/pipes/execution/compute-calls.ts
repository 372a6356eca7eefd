import { parseArn } from '../../../kernel/arns.ts';
import { listOf, type StageCalls, StageFailure, type StageItem } from './stage.ts';

interface InvokeAnswer {
  readonly FunctionError?: string;
  readonly Payload?: Uint8Array;
}

/** Invokes a function with all items at once; what it answers, undefined where nobody waits. */
export async function invokeFunction(
  { context, caller }: StageCalls,
  functionArn: string,
  items: readonly StageItem[],
  isAsync: boolean,
): Promise<string | undefined> {
  const { account, region } = whereOf(functionArn);
  const answer = await context.call<InvokeAnswer>(
    'lambda',
    'Invoke',
    {
      FunctionName: functionArn,
      InvocationType: isAsync ? 'Event' : 'RequestResponse',
      Payload: Buffer.from(listOf(items)),
    },
    { caller, account, region },
  );
  const payload = Buffer.from(answer.Payload ?? []).toString();
  if (answer.FunctionError !== undefined) throw new StageFailure(answer.FunctionError, payload);
  return isAsync ? undefined : payload;
}

interface SyncExecution {
  readonly status?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** Runs a state machine with all items at once; what came out, undefined where nobody waits. */
export async function runMachine(
  { context, caller }: StageCalls,
  stateMachineArn: string,
  items: readonly StageItem[],
  isAsync: boolean,
): Promise<string | undefined> {
  const where = { caller, ...whereOf(stateMachineArn) };
  const input = { stateMachineArn, input: listOf(items) };
  if (isAsync) {
    await context.call('states', 'StartExecution', input, where);
    return undefined;
  }
  const {
    status,
    output,
    error = '',
    cause = '',
  } = await context.call<SyncExecution>('states', 'StartSyncExecution', input, where);
  if (status !== 'SUCCEEDED') throw new StageFailure(error === '' ? `${status}` : error, cause);
  return output ?? '';
}

/** Account and region of an ARN, for calls to what it names. */
export function whereOf(arn: string): { readonly account: string; readonly region: string } {
  const { account = '', region = '' } = parseArn(arn) ?? {};
  return { account, region };
}
