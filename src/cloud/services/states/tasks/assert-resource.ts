import { AwsError, UnsupportedError } from '../../../kernel/errors.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { IntegrationPattern, WorkflowTasks } from '../../../service-kit/workflow-tasks.ts';
import type { MachineType } from '../state.ts';
import { parseResource, type Resource } from './resource.ts';

/**
 * What AWS offers to state machines and Squall has not got.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
const elsewhere: ReadonlySet<string> = new Set([
  'athena',
  'batch',
  'bedrock',
  'codebuild',
  'databrew',
  'ecs',
  'eks',
  'elasticmapreduce',
  'emr-containers',
  'emr-serverless',
  'glue',
  'mediaconvert',
  'sagemaker',
]);

/**
 * Refuses what no task of a machine can call, when the machine is made or changed. Throws UnsupportedError for what AWS has
 * and Squall has not, InvalidDefinition for what AWS refuses as well.
 *
 * @param location Where it stands: `/States/Charge/Resource`.
 * @param isMocked What Squall has not got answers by a mock.
 */
export function assertResource(
  text: string,
  type: MachineType,
  kernel: Pick<CloudKernel, 'models' | 'services'>,
  location: string,
  isMocked = false,
): void {
  const resource = parseResource(text);
  if (!resource && !text.startsWith('arn:')) throw invalid('Value is not a valid resource ARN', location);
  if (!resource || !isThereOrMocked(resource, text, kernel, isMocked)) throw invalid(notRecognized(text), location);
  if (type === 'STANDARD') return;
  if (resource.kind === 'activity') {
    throw invalid(`Express state machine does not support Activity ARN '${text}'`, location);
  }
  if (resource.pattern !== 'request') {
    const suffix = resource.pattern.replace(/:2$/, '');
    throw invalid(`Express state machine does not support '.${suffix}' service integration`, location);
  }
}

const invalid = (why: string, location: string): AwsError =>
  new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: ${why} at ${location}'`,
  );

const notRecognized = (text: string): string =>
  `The resource provided ${text} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;

/** A mock may stand for it: docs/step-functions.md. */
const notEmulated = (text: string): UnsupportedError =>
  new UnsupportedError(`tasks of ${text}, and no mock stands for this one`);

type Kernel = Pick<CloudKernel, 'models' | 'services'>;

function isThereOrMocked(resource: Resource, text: string, kernel: Kernel, isMocked: boolean): boolean {
  try {
    return isThere(resource, text, kernel);
  } catch (error) {
    if (isMocked && error instanceof UnsupportedError) return true;
    throw error;
  }
}

/** False for what AWS has not got either. */
function isThere(resource: Resource, text: string, kernel: Kernel): boolean {
  if (resource.kind === 'sdk') return isOperation(resource, text, kernel);
  if (resource.kind !== 'optimized') return true;
  const { service, task, pattern } = resource;
  if (service === 'http') return task === 'invoke' && pattern === 'request';
  const offered = workflowTasksOf(service, kernel)?.tasks;
  if (offered) return Object.hasOwn(offered, task) && (offered[task]?.patterns.includes(pattern) ?? false);
  if (elsewhere.has(service)) throw notEmulated(text);
  return false;
}

/** How a service that resources name so is called by state machines. */
export function workflowTasksOf(name: string, { services }: Pick<CloudKernel, 'services'>): WorkflowTasks | undefined {
  for (const { workflowTasks } of services.values()) if (workflowTasks?.resource === name) return workflowTasks;
  return undefined;
}

const sdkPatterns: readonly IntegrationPattern[] = ['request', 'waitForTaskToken'];

function isOperation(
  { sdkName, action, pattern }: Extract<Resource, { kind: 'sdk' }>,
  text: string,
  { models, services }: Kernel,
): boolean {
  if (!sdkPatterns.includes(pattern) || !/^[a-z]/.test(action)) return false;
  const head = models.heads.find((each) => each.sdkName === sdkName && services.has(each.service));
  if (!head) throw notEmulated(text);
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const operation = models.of(head.service).operations.get(name);
  if (!operation) return false;
  const { operations = {} } = services.get(head.service) ?? {};
  if (operation.isNameOnly || !Object.hasOwn(operations, name)) throw notEmulated(text);
  return true;
}
