import { AwsError } from '../../../../kernel/errors.ts';
import { parseJsonObject } from '../../../../kernel/json.ts';
import type { Random } from '../../../../kernel/random.ts';
import type { Scope } from '../../../../kernel/scope.ts';
import type { ParameterValue } from '../intrinsics/scope.ts';
import type { TransformCall } from './transform-calls.ts';
import { TransformFailed } from './transform-failed.ts';

/** What transforms may use. */
export interface MacroEnvironment extends Scope {
  readonly random: Random;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Values of the template's parameters as `Ref` would answer them. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** The function behind a macro of the account and region; undefined where there is no such macro. */
  functionOf(macro: string): string | undefined;
  call<Output>(service: string, operation: string, input: object): Promise<Output>;
}

/**
 * What the macro's function makes of a part of a template.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-author.html
 */
export async function invokeMacro(
  { name, parameters }: TransformCall,
  fragment: unknown,
  environment: MacroEnvironment,
): Promise<unknown> {
  const { account, region, random } = environment;
  const transformId = `${account}::${name}`;
  const FunctionName = environment.functionOf(name);
  if (FunctionName === undefined) throw new TransformFailed(`No transform named ${transformId} found.`);
  const requestId = random.uuid();
  const event = {
    accountId: account,
    fragment,
    transformId,
    requestId,
    region,
    params: parameters,
    templateParameterValues: Object.fromEntries(environment.parameters),
  };
  const answer = await answerOf(FunctionName, event, transformId, environment);
  if (answer?.requestId !== requestId || typeof answer.status !== 'string') throw malformed(transformId);
  if (answer.status.toLowerCase() !== 'success') {
    const { errorMessage } = answer;
    throw typeof errorMessage === 'string' && errorMessage !== ''
      ? new TransformFailed(`Transform ${transformId} failed with: ${errorMessage}`)
      : failedSilently(transformId);
  }
  if (answer.fragment === undefined) throw malformed(transformId);
  return answer.fragment;
}

const failedSilently = (transformId: string) =>
  new TransformFailed(`Transform ${transformId} failed without an error message.`);

const malformed = (transformId: string) =>
  new TransformFailed(`Received malformed response from transform ${transformId}.`);

/** Undefined for an answer that is no object. */
async function answerOf(FunctionName: string, event: object, transformId: string, environment: MacroEnvironment) {
  try {
    const answer = await environment.call<{ FunctionError?: string; Payload?: Uint8Array }>('lambda', 'Invoke', {
      FunctionName,
      InvocationType: 'RequestResponse',
      Payload: new TextEncoder().encode(JSON.stringify(event)),
    });
    if (answer.FunctionError !== undefined) throw failedSilently(transformId);
    return parseJsonObject(new TextDecoder().decode(answer.Payload ?? new Uint8Array()));
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof TransformFailed) throw error;
    throw new TransformFailed(`Transform ${transformId} failed with: ${error.message}`);
  }
}
