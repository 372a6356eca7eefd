/** A target that names an operation of any service: `arn:aws:scheduler:::aws-sdk:sqs:sendMessage`. */
export interface UniversalTarget {
  readonly sdkName: string;
  /** `sendMessage` */
  readonly action: string;
}

const universal = /^arn:aws[a-z-]*:scheduler:::aws-sdk:([a-z0-9-]+):(\w+)$/;

/** Undefined for what is no such ARN. */
export function universalTarget(arn: string): UniversalTarget | undefined {
  const [, sdkName, action] = universal.exec(arn) ?? [];
  return sdkName === undefined || action === undefined ? undefined : { sdkName, action };
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html#unsupported-api-actions */
const readOnly =
  /^(?:get|describe|list|poll|receive|search|scan|query|select|read|lookup|discover|validate|batchGet|batchDescribe|batchRead|transactGet|adminGet|adminList|testMigration|retrieve|testConnection|translateDocument|isAuthorized|invokeModel)/;

/** Whether it only reads: schedules do not. */
export const isReadOnly = ({ action }: UniversalTarget): boolean => readOnly.test(action);
