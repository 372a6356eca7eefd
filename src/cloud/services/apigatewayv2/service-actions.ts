/** A parameter of a first-class integration: the member that it becomes, and how its text is read. */
interface ActionParameter {
  readonly member: string;
  readonly kind: 'text' | 'number' | 'json' | 'bytes';
  readonly isRequired: boolean;
}

/** One operation of a service to which a route may lead without a function in between. */
export interface ServiceAction {
  /** As in `kernel.call`. Whether there is such a service is asked where the action is used, never known here. */
  readonly service: string;
  readonly operation: string;
  /** By the name that `RequestParameters` has for it. */
  readonly parameters: Readonly<Record<string, ActionParameter>>;
  /** Where the members are to stand: EventBridge takes entries. */
  readonly input?: (members: object) => object;
  /** SQS is asked in its older protocol and answers in XML; AppConfig answers what was configured. */
  readonly answers: 'json' | 'xml' | 'content';
}

type Kinds = Readonly<Record<string, ActionParameter['kind']>>;

/** `rename` of a parameter's name makes its member's. */
const parameters = (required: Kinds, optional: Kinds, rename: (name: string) => string = (name) => name) => {
  const read = (kinds: Kinds, isRequired: boolean) =>
    Object.entries(kinds).map(([name, kind]) => [name, { member: rename(name), kind, isRequired }] as const);
  return Object.fromEntries([...read(required, true), ...read(optional, false)]);
};

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const sqs = { service: 'sqs', answers: 'xml' } as const;
const states = { service: 'states', answers: 'json' } as const;
const startExecution = { Name: 'text', Input: 'text' } as const;

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html */
const actions: Readonly<Record<string, ServiceAction>> = {
  'EventBridge-PutEvents': {
    service: 'events',
    operation: 'PutEvents',
    answers: 'json',
    parameters: parameters(
      { Detail: 'text', DetailType: 'text', Source: 'text' },
      { Time: 'text', EventBusName: 'text', Resources: 'json', TraceHeader: 'text' },
    ),
    input: (entry) => ({ Entries: [entry] }),
  },
  'SQS-SendMessage': {
    ...sqs,
    operation: 'SendMessage',
    parameters: parameters(
      { QueueUrl: 'text', MessageBody: 'text' },
      {
        DelaySeconds: 'number',
        MessageAttributes: 'json',
        MessageDeduplicationId: 'text',
        MessageGroupId: 'text',
        MessageSystemAttributes: 'json',
      },
    ),
  },
  'SQS-ReceiveMessage': {
    ...sqs,
    operation: 'ReceiveMessage',
    parameters: parameters(
      { QueueUrl: 'text' },
      {
        AttributeName: 'json',
        AttributeNames: 'json',
        MaxNumberOfMessages: 'number',
        MessageAttributeNames: 'json',
        ReceiveRequestAttemptId: 'text',
        VisibilityTimeout: 'number',
        WaitTimeSeconds: 'number',
      },
      // AWS's page names it in the singular.
      (name) => (name === 'AttributeName' ? 'AttributeNames' : name),
    ),
  },
  'SQS-DeleteMessage': {
    ...sqs,
    operation: 'DeleteMessage',
    parameters: parameters({ QueueUrl: 'text', ReceiptHandle: 'text' }, {}),
  },
  'SQS-PurgeQueue': { ...sqs, operation: 'PurgeQueue', parameters: parameters({ QueueUrl: 'text' }, {}) },
  'AppConfig-GetConfiguration': {
    service: 'appconfig',
    operation: 'GetConfiguration',
    answers: 'content',
    parameters: parameters(
      { Application: 'text', Environment: 'text', Configuration: 'text', ClientId: 'text' },
      { ClientConfigurationVersion: 'text' },
    ),
  },
  'Kinesis-PutRecord': {
    service: 'kinesis',
    operation: 'PutRecord',
    answers: 'json',
    parameters: parameters(
      { StreamName: 'text', Data: 'bytes', PartitionKey: 'text' },
      { SequenceNumberForOrdering: 'text', ExplicitHashKey: 'text' },
    ),
  },
  'StepFunctions-StartExecution': {
    ...states,
    operation: 'StartExecution',
    parameters: parameters({ StateMachineArn: 'text' }, startExecution, lowerFirst),
  },
  'StepFunctions-StartSyncExecution': {
    ...states,
    operation: 'StartSyncExecution',
    parameters: parameters({ StateMachineArn: 'text' }, { ...startExecution, TraceHeader: 'text' }, lowerFirst),
  },
  'StepFunctions-StopExecution': {
    ...states,
    operation: 'StopExecution',
    parameters: parameters({ ExecutionArn: 'text' }, { Cause: 'text', Error: 'text' }, lowerFirst),
  },
};

/** Undefined for a subtype that API Gateway does not have. */
export const serviceActionOf = (subtype: string): ServiceAction | undefined =>
  Object.hasOwn(actions, subtype) ? actions[subtype] : undefined;
