import { isJsonObject } from '../../../kernel/json.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { invalidDefinition } from '../definition/assert-definition.ts';
import type { Language, TaskState } from '../definition/states.ts';
import { workflowTasksOf } from './assert-resource.ts';
import { parseResource } from './resource.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html#connect-http-task-definition */
const ofHttp = ['ApiEndpoint', 'Method'];

/**
 * Refuses an optimized task that lacks a member without which its service cannot be called. What an expression makes of all
 * of them is seen when the task is run. Throws InvalidDefinition.
 *
 * @param location Where the state stands: `/States/Charge`.
 */
export function assertParameters(
  task: TaskState,
  language: Language,
  kernel: Pick<CloudKernel, 'services'>,
  location: string,
): void {
  const field = language === 'JSONata' ? 'Arguments' : 'Parameters';
  const template = task[field];
  if (!isJsonObject(template)) return;
  const missing = requiredOf(task.Resource, kernel).filter(
    (name) => !Object.hasOwn(template, name) && !Object.hasOwn(template, `${name}.$`),
  );
  if (missing.length === 0) return;
  const told = missing.map(
    (name) => `SCHEMA_VALIDATION_FAILED: The field '${name}' is required but was missing at ${location}/${field}`,
  );
  throw invalidDefinition(told.join(', '));
}

function requiredOf(text: string, kernel: Pick<CloudKernel, 'services'>): readonly string[] {
  const resource = parseResource(text);
  if (resource?.kind !== 'optimized') return [];
  if (resource.service === 'http') return ofHttp;
  return workflowTasksOf(resource.service, kernel)?.tasks[resource.task]?.required ?? [];
}
