import type * as Sdk from '@aws-sdk/client-sfn';
import { AwsError } from '../../../kernel/errors.ts';
import { isJsonObject } from '../../../kernel/json.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import type { State } from '../definition/states.ts';
import { workflowTasksOf } from '../tasks/assert-resource.ts';
import { parseResource } from '../tasks/resource.ts';

type Mode = Sdk.MockResponseValidationMode;
type Operations = ReturnType<CloudKernel['models']['of']>['operations'];
type StructureShape = NonNullable<ReturnType<Operations['get']>>['output'];
type Member = StructureShape['members'][number];
type Shape = Member['shape'];

/**
 * Refuses mocked results that the service would not answer, as its model says. Members that the model does not know are
 * taken. STRICT is the default: members that the model requires must be there.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_MockInput.html
 */
export function assertMockedResult(
  state: State,
  result: unknown,
  mode: Mode = 'STRICT',
  kernel: Pick<CloudKernel, 'models' | 'services'>,
): void {
  if (mode === 'NONE') return;
  const shape = state.Type === 'Task' ? outputOf(state.Resource, kernel) : undefined;
  const problem = shape ? problemWith(result, shape, '', mode) : formProblem(state, result);
  if (problem !== undefined)
    throw new AwsError('ValidationException', `Mock result schema validation error: ${problem}`);
}

/** The results of a Map without a writer stand in a list. */
const formProblem = (state: State, result: unknown): string | undefined =>
  state.Type === 'Map' && !state.ResultWriter && !Array.isArray(result) ? 'Mocked result must be an array' : undefined;

/** What a call answers; undefined where no model tells. Jobs and tokens answer as they like. */
function outputOf(
  text: string,
  { models, services }: Pick<CloudKernel, 'models' | 'services'>,
): StructureShape | undefined {
  const resource = parseResource(text);
  if (resource?.pattern !== 'request') return undefined;
  if (resource.kind !== 'sdk' && resource.kind !== 'optimized') return undefined;
  const tasks = resource.kind === 'sdk' ? undefined : workflowTasksOf(resource.service, { services });
  const action = resource.kind === 'sdk' ? resource.action : resource.task;
  if (resource.kind === 'optimized' && (!tasks || tasks.tasks[action]?.run)) return undefined;
  const sdkName = resource.kind === 'sdk' ? resource.sdkName : tasks?.sdkName;
  const head = models.heads.find((each) => each.sdkName === sdkName);
  const name = action.charAt(0).toUpperCase() + action.slice(1);
  const operation = head && models.of(head.service).operations.get(name);
  return operation?.isNameOnly ? undefined : operation?.output;
}

const named = (at: string): string => (at === '' ? 'Mocked result' : `Field '${at}'`);

function problemWith(value: unknown, shape: Shape, at: string, mode: Mode): string | undefined {
  switch (shape.kind) {
    case 'structure':
      return isJsonObject(value) ? problemInMembers(value, shape, at, mode) : `${named(at)} must be an object`;
    case 'list':
      if (!Array.isArray(value)) return `${named(at)} must be an array`;
      return firstProblem(value.entries(), ([index, item]) =>
        problemWith(item, shape.value.shape, `${at}[${index}]`, mode),
      );
    case 'map':
      if (!isJsonObject(value)) return `${named(at)} must be an object`;
      return firstProblem(Object.entries(value), ([name, item]) =>
        problemWith(item, shape.value.shape, below(at, name), mode),
      );
    case 'string':
      return typeof value === 'string' ? undefined : `${named(at)} must be a string`;
    case 'number':
    case 'bigInteger':
    case 'bigDecimal':
      return typeof value === 'number' ? undefined : `${named(at)} must be a number`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `${named(at)} must be a boolean`;
    case 'timestamp':
      return ['string', 'number'].includes(typeof value) ? undefined : `${named(at)} must be a timestamp`;
    default:
      // Payloads, documents and streams are whatever they are.
      return undefined;
  }
}

function problemInMembers(
  value: Readonly<Record<string, unknown>>,
  { members, required }: StructureShape,
  at: string,
  mode: Mode,
): string | undefined {
  const given = new Map(Object.entries(value).map(([name, item]) => [name.toLowerCase(), { name, item }]));
  const of = ({ name }: Member) => given.get(name.toLowerCase());
  const missing = mode === 'STRICT' && members.slice(0, required).find((member) => !of(member));
  if (missing) return `Field '${below(at, missing.name)}' is required`;
  return firstProblem(members, (member) => {
    const found = of(member);
    return found && problemWith(found.item, member.shape, below(at, found.name), mode);
  });
}

const below = (at: string, name: string): string => (at === '' ? name : `${at}.${name}`);

function firstProblem<T>(parts: Iterable<T>, look: (part: T) => string | undefined): string | undefined {
  for (const part of parts) {
    const problem = look(part);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
