import type { Cloud } from '../../cloud/cloud.ts';
import type { State } from '../judge/state.ts';
import { control, type FakeHttp } from './fake-http.ts';
import type { Names } from './names.ts';
import { plainItem } from './plain-item.ts';

/** Account and region that a scenario lives in. */
export const region = 'us-east-1';
export const account = '000000000000';

/** Rows that a reader of state finds in a collection of the world. */
type Rows = readonly (readonly [string, unknown])[];

/**
 * All that users keep in the cloud and in fakes, as plain rows. It looks into the world itself: reading over the APIs
 * would be a call that could fail, and receiving messages would change them.
 */
export function readState(cloud: Cloud, names: Names, fakes: readonly FakeHttp[]): State {
  const state: Record<string, unknown[]> = {};
  const { world } = cloud.kernel;
  const rowsOf = (service: string, name: string): Rows => [
    ...world.collection<unknown>(`${service}/${account}/${region}/${name}`).entries(),
  ];
  for (const [name, table] of rowsOf('dynamodb', 'tables') as readonly [string, { readonly id: string }][]) {
    state[`table ${names.nameOf('table', name)}`] = rowsOf('dynamodb', `items/${table.id}`).map(([, item]) =>
      plainItem((item as { readonly attributes: Record<string, unknown> }).attributes),
    );
  }
  for (const [name] of rowsOf('sqs', 'queues')) {
    const messages = rowsOf('sqs', `contents/${name}/messages`) as readonly [
      string,
      { readonly body: string; readonly groupId?: string },
    ][];
    state[`queue ${names.nameOf('queue', name)}`] = messages.map(([, { body, groupId }]) => ({
      body,
      ...(groupId && { groupId }),
    }));
  }
  for (const [name] of rowsOf('s3', 'buckets')) {
    if (name.startsWith('cdk-')) continue;
    state[`bucket ${names.nameOf('bucket', name)}`] = rowsOf('s3', `current/${name}`).map(([key, object]) => ({
      key,
      etag: (object as { readonly etag?: string }).etag,
    }));
  }
  const parameters = rowsOf('ssm', 'parameters').filter(([name]) => !name.startsWith('/cdk-bootstrap/'));
  if (parameters.length > 0) state.parameters = parameters.map(([name]) => ({ name }));
  for (const fake of fakes) addFake(state, fake);
  return state;
}

/** Each member of a fake's state is a group of its own; its members are the rows. */
function addFake(state: Record<string, unknown[]>, fake: FakeHttp): void {
  const { baseUrl, current } = fake[control];
  const host = new URL(baseUrl).host;
  for (const [member, value] of Object.entries(current() as object)) {
    state[`fake ${host}/${member}`] = rowsIn(value);
  }
}

function rowsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return [...value];
  if (value instanceof Map) return [...value].map(([$key, row]) => ({ $key, row }));
  if (value instanceof Set) return [...value];
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).map(([$key, row]) => ({ $key, row }));
  }
  return [value];
}
