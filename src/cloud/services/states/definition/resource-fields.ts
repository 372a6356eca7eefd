import { parseArn } from '../../../kernel/arns.ts';
import { type Fields, objectAt, type Surroundings, type ValueCheck } from './findings.ts';
import { template, text } from './values.ts';

/*
 * What a task calls. Whether the service is there is asked when the machine is made; here, whether it can be meant at all.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */

/** Services that never offer `.sync`. */
const withoutJobs: ReadonlySet<string> = new Set([
  'lambda',
  'sns',
  'sqs',
  'dynamodb',
  'events',
  'apigateway',
  'aws-sdk',
  'http',
]);
/** Services that never offer `.waitForTaskToken`. */
const withoutTokens: ReadonlySet<string> = new Set(
  'athena batch codebuild elasticmapreduce emr-containers emr-serverless glue databrew mediaconvert sagemaker dynamodb http'.split(
    ' ',
  ),
);

const isActivity = (resource: unknown): boolean =>
  typeof resource === 'string' && /^arn:[^:]+:states:[^:]+:[^:]+:activity:/.test(resource);

export const resource: ValueCheck = (value, at, surroundings) => {
  const { findings, type } = surroundings;
  if (typeof value !== 'string') return text(value, at, surroundings);
  const arn = parseArn(value);
  if (!arn) return findings.schema('Value is not a valid resource ARN', at);
  if (type === 'EXPRESS' && isActivity(value)) {
    return findings.schema('Express state machine does not support Activity ARN', at);
  }
  const [, service = '', pattern] =
    /^arn:[^:]+:states:::([^:]+):.*?(\.sync(?::2)?|\.waitForTaskToken)?$/.exec(value) ?? [];
  if (!pattern) return;
  const kind = pattern.startsWith('.sync') ? '.sync' : pattern;
  const isImpossible =
    (kind === '.sync' ? withoutJobs : withoutTokens).has(service) || (pattern === '.sync:2' && service !== 'states');
  if (isImpossible) findings.schema(unrecognized(value), at);
  else if (type === 'EXPRESS') {
    findings.schema(`Express state machine does not support '${kind}' service integration`, at);
  }
};

const unrecognized = (value: string): string =>
  `The resource provided ${value} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;

/** The role that a task takes on. */
export const credentials: ValueCheck = (value, at, surroundings) => {
  const fields = objectAt(value, at, surroundings);
  if (!fields) return;
  if (!Object.hasOwn(fields, 'RoleArn') && !Object.hasOwn(fields, 'RoleArn.$')) {
    surroundings.findings.schema("The field 'RoleArn' is required but was missing", at);
  }
  template(fields, at, surroundings);
};

/** What holds between the fields of a task. */
export function checkTask(fields: Fields, at: string, { findings }: Surroundings): void {
  const { Resource, Credentials, TimeoutSeconds, HeartbeatSeconds } = fields;
  if (Credentials !== undefined && isActivity(Resource)) {
    findings.schema("The field 'Credentials' is not supported for activities", `${at}/Credentials`);
  }
  if (
    typeof TimeoutSeconds === 'number' &&
    typeof HeartbeatSeconds === 'number' &&
    HeartbeatSeconds >= TimeoutSeconds
  ) {
    findings.schema('HeartbeatSeconds must be smaller than TimeoutSeconds', `${at}/HeartbeatSeconds`);
  }
}
