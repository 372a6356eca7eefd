import type { InvokeHeader } from '../frames.ts';

/** The context object of the Node programming model: https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface InvokeContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly clientContext: unknown;
  readonly identity: unknown;
  readonly invokedFunctionArn: string;
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** What a handler gets beside its event. The deadline is counted from now, on this process's clock. */
export function createContext(header: InvokeHeader): InvokeContext {
  const deadlineMs = Date.now() + header.remainingMs;
  return {
    functionVersion: variable('AWS_LAMBDA_FUNCTION_VERSION'),
    functionName: variable('AWS_LAMBDA_FUNCTION_NAME'),
    memoryLimitInMB: variable('AWS_LAMBDA_FUNCTION_MEMORY_SIZE'),
    logGroupName: variable('AWS_LAMBDA_LOG_GROUP_NAME'),
    logStreamName: variable('AWS_LAMBDA_LOG_STREAM_NAME'),
    clientContext: header.clientContext === undefined ? undefined : JSON.parse(header.clientContext),
    identity: undefined,
    invokedFunctionArn: header.invokedFunctionArn,
    awsRequestId: header.requestId,
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

const variable = (name: string): string => process.env[name] ?? '';
