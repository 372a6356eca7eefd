import { isJsonObject, type JsonObject, parseJson } from '../../kernel/json.ts';
import { WorkflowTaskFailure, type WorkflowTasks } from '../../service-kit/workflow-tasks.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export const lambdaWorkflowTasks: WorkflowTasks = {
  resource: 'lambda',
  sdkName: 'lambda',
  errorPrefix: 'Lambda',
  client: 'AWSLambda',
  clientError: 'AWSLambdaException',
  tasks: {
    invoke: {
      patterns: ['request', 'waitForTaskToken'],
      required: ['FunctionName'],
      prepare: ({ Payload, ...rest }) => ({
        ...rest,
        // A text is an event like any other: it is not taken for JSON.
        ...(Payload !== undefined && { Payload: JSON.stringify(Payload) }),
      }),
      present: presentInvoke,
      headers: ({ ExecutedVersion, Payload }, { trace: { traceId, spanId, sampled } }) => ({
        ...(typeof ExecutedVersion === 'string' && { 'X-Amz-Executed-Version': ExecutedVersion }),
        'x-amzn-Remapped-Content-Length': '0',
        Connection: 'keep-alive',
        'Content-Length': String(Buffer.byteLength(typeof Payload === 'string' ? Payload : '')),
        'X-Amzn-Trace-Id': `root=${traceId};parent=${spanId};sampled=${sampled ? 1 : 0}`,
      }),
    },
  },
};

/** A function's payload is told as JSON where it is JSON. */
function presentInvoke({ Payload, FunctionError, LogResult, ...output }: JsonObject): JsonObject {
  const text = typeof Payload === 'string' ? Payload : '';
  if (FunctionError !== undefined) throw functionFailure(text);
  const parsed = parseJson(text);
  return {
    ...output,
    ...(typeof LogResult === 'string' && { LogResult }),
    Payload: parsed === undefined ? text : parsed,
  };
}

/** What a function threw: its error's name, and all of its answer as the cause. */
function functionFailure(payload: string): WorkflowTaskFailure {
  const answered = parseJson(payload);
  const type = isJsonObject(answered) ? answered.errorType : undefined;
  if (typeof type === 'string' && type !== '') return new WorkflowTaskFailure(type, payload);
  const unknown = 'The cause could not be determined because Lambda did not return an error type.';
  return new WorkflowTaskFailure('Lambda.Unknown', `${unknown} Returned payload: ${payload}`);
}
