import { parseArn } from '../../../kernel/arns.ts';
import type { IntegrationPattern } from '../../../service-kit/workflow-tasks.ts';

/** What a task's Resource names. */
export type Resource =
  | { readonly kind: 'lambda'; readonly arn: string; readonly pattern: 'request' }
  | { readonly kind: 'activity'; readonly arn: string; readonly pattern: 'request' }
  /** Any operation of any service: `aws-sdk:sfn:describeExecution`. */
  | {
      readonly kind: 'sdk';
      readonly sdkName: string;
      readonly action: string;
      readonly pattern: IntegrationPattern;
    }
  /** What a service offers to state machines: `sqs:sendMessage`. `http:invoke` is one of them. */
  | {
      readonly kind: 'optimized';
      readonly service: string;
      readonly task: string;
      readonly pattern: IntegrationPattern;
    };

const patterns: ReadonlyMap<string | undefined, IntegrationPattern> = new Map([
  [undefined, 'request'],
  ['sync', 'sync'],
  ['sync:2', 'sync:2'],
  ['waitForTaskToken', 'waitForTaskToken'],
] as const);

/** Undefined for what is no resource of a task. https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html */
export function parseResource(text: string): Resource | undefined {
  const arn = parseArn(text);
  if (arn?.service === 'lambda') {
    const isFunction = /^function:[\w-]+(:(\$LATEST|[\w.-]+))?$/.test(arn.resource) && arn.account !== '';
    return isFunction ? { kind: 'lambda', arn: text, pattern: 'request' } : undefined;
  }
  if (arn?.service !== 'states') return undefined;
  if (arn.account !== '') {
    const isActivity = arn.resource.startsWith('activity:');
    return isActivity ? { kind: 'activity', arn: text, pattern: 'request' } : undefined;
  }
  return integration(arn.resource);
}

function integration(text: string): Resource | undefined {
  const [, sdk, service, task, suffix] = /^(aws-sdk:)?((?!aws-sdk:)[a-z0-9-]+):(\w+)(?:\.([\w:]+))?$/.exec(text) ?? [];
  if (service === undefined || task === undefined) return undefined;
  const pattern = patterns.get(suffix);
  if (!pattern) return undefined;
  if (sdk === undefined) return { kind: 'optimized', service, task, pattern };
  return { kind: 'sdk', sdkName: service, action: task, pattern };
}

/** How a task of that resource goes on after its request. */
export const patternOf = (text: string): Resource['pattern'] => parseResource(text)?.pattern ?? 'request';

/** As AWS names a task whose data are too large: `aws-sdk:sqs`, `sqs`, a function by its ARN. */
export function nameOfTask(text: string): string {
  const resource = parseResource(text);
  if (!resource) return text;
  if (resource.kind === 'sdk') return `aws-sdk:${resource.sdkName}`;
  return 'arn' in resource ? resource.arn : resource.service;
}
