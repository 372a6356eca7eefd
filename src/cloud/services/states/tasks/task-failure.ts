import type { SdkAnswer } from '../../../kernel/call-options.ts';
import { AwsError, ConnectionFailure, UnsupportedError } from '../../../kernel/errors.ts';
import { WorkflowTaskFailure, type WorkflowTasks } from '../../../service-kit/workflow-tasks.ts';
import { StatesError } from '../states-error.ts';
import { exceptionOf, javaException, javaService } from './sdk-names.ts';

/** An SDK whose client got no answer: what it tried again in vain is not told. */
export const noAnswer = 'Unable to execute HTTP request: Connection reset';

/** In whose words a failed call is told. */
interface Wording {
  /** Before the error's name: `DynamoDb`. */
  readonly prefix: string;
  /** The name of the error, and its cause. */
  tell(answer: SdkAnswer & { readonly error: NonNullable<SdkAnswer['error']> }): readonly [string, string];
}

/** AWS's SDK for Java 2: `The table is not there (Service: DynamoDb, Status Code: 400, Request ID: …)`. */
export function sdkWording(sdkName: string): Wording {
  const prefix = javaService(sdkName);
  return {
    prefix,
    tell: ({ error: { shape, message }, status, requestId }) => [
      shape === undefined ? `${prefix}Exception` : javaException(shape),
      `${message} (Service: ${prefix}, Status Code: ${status}, Request ID: ${requestId})`,
    ],
  };
}

/** Its older one: `(Service: AmazonDynamoDBv2; Status Code: 400; Error Code: …; Request ID: …; Proxy: null)`. */
export const optimizedWording = ({ errorPrefix, client, clientError }: WorkflowTasks): Wording => ({
  prefix: errorPrefix,
  tell: ({ error: { shape, code, message }, status, requestId }) => [
    shape === undefined ? clientError : exceptionOf(shape),
    `${message} (Service: ${client}; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`,
  ],
});

/** The service refused the call, or nobody heard what became of it. */
export class CallRefused extends StatesError {}

/** What became of a task whose call failed; `answer` is what its client got. */
export function taskFailure(thrown: unknown, answer: SdkAnswer | undefined, { prefix, tell }: Wording): StatesError {
  if (thrown instanceof StatesError) return thrown;
  if (thrown instanceof WorkflowTaskFailure) return new StatesError(thrown.error, thrown.cause);
  // What Squall lacks is no failure that a retrier or a catcher may take for the service's.
  if (thrown instanceof UnsupportedError) return new StatesError('States.Runtime', thrown.message);
  if (thrown instanceof ConnectionFailure) return new CallRefused(`${prefix}.SdkClientException`, noAnswer);
  const { error, ...head } = answer ?? { requestId: 'null', status: 500, contentType: '', error: undefined };
  const isRefusal = thrown instanceof AwsError;
  const known = error ?? {
    code: isRefusal ? thrown.code : 'InternalFailure',
    message: isRefusal ? thrown.message : 'Internal server error',
    shape: undefined,
  };
  const [name, cause] = tell({ ...head, error: known });
  return new CallRefused(`${prefix}.${name}`, cause);
}
