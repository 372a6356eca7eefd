/** How a kind of target is called in the words of the SDKs, as dead letters name it. */
interface TemplatedTarget {
  readonly sdkName: string;
  readonly action: string;
  /** The input must be JSON. */
  readonly takesJson?: true;
  /** The member of a target that only this kind has. */
  readonly parameters?: 'EventBridgeParameters' | 'KinesisParameters' | 'SqsParameters';
}

/**
 * By the service in the ARN. https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
const templated: Readonly<Record<string, TemplatedTarget>> = {
  lambda: { sdkName: 'lambda', action: 'invoke', takesJson: true },
  sqs: { sdkName: 'sqs', action: 'sendMessage', parameters: 'SqsParameters' },
  sns: { sdkName: 'sns', action: 'publish' },
  events: { sdkName: 'eventbridge', action: 'putEvents', takesJson: true, parameters: 'EventBridgeParameters' },
  kinesis: { sdkName: 'kinesis', action: 'putRecord', parameters: 'KinesisParameters' },
  firehose: { sdkName: 'firehose', action: 'putRecord' },
  states: { sdkName: 'sfn', action: 'startExecution', takesJson: true },
};

/** AWS has templates for them, Squall has not the services. */
const missing = ['ecs', 'sagemaker', 'codebuild', 'codepipeline', 'inspector', 'inspector2'];

/** Undefined for services that schedules have no template for. */
export const templatedTarget = (service: string): TemplatedTarget | undefined =>
  Object.hasOwn(templated, service) ? templated[service] : undefined;

/** Whether AWS takes it and Squall does not. */
export const isMissing = (service: string): boolean => missing.includes(service);
