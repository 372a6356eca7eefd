import { type ModelledCall, isWrite as modelIsWrite, type Trait } from '../../cloud/kernel/faults/fault-model.ts';
import type { FaultTarget } from '../../cloud/kernel/faults/faults.ts';
import type { Kind, Names } from '../simulation/names.ts';

/** A frame of the call stack over all machines: who does something, in whose course. */
export interface Frame {
  /** `try1 > orders`; the path of everything that is called from here begins with it. */
  readonly path: string;
  /** Thread of the race. */
  readonly actor: string;
  readonly client: string | undefined;
  /** Lane of the timeline. */
  readonly lane: string;
  /** How often each call was made here, by base name. */
  readonly counts: Map<string, number>;
}

export const newFrame = (path: string, actor: string, client: string | undefined, lane: string): Frame => ({
  path,
  actor,
  client,
  lane,
  counts: new Map(),
});

/** The next number of a name within a frame: it is the call's identity, beside the name itself. */
export function nextNumber({ counts }: Frame, base: string): number {
  const count = (counts.get(base) ?? 0) + 1;
  counts.set(base, count);
  return count;
}

const shortServices: Readonly<Record<string, string>> = {
  dynamodb: 'ddb',
  secretsmanager: 'secrets',
  'execute-api': 'api',
};

const resourceKinds: Readonly<Record<string, Kind>> = {
  dynamodb: 'table',
  sqs: 'queue',
  secretsmanager: 'secret',
  s3: 'bucket',
  lambda: 'function',
  ssm: 'parameter',
};

/** `ddb.PutItem(Orders)`, `api.POST(/orders)`, `http.POST(api.stripe.test/charges)`. */
export function baseNameOf({ service, operation, resource, input }: FaultTarget, names: Names): string {
  const short = shortServices[service] ?? service;
  if (service === 'execute-api') {
    const [method = operation, path] = operation.split(' ');
    return `${short}.${method}(${path ?? ''})`;
  }
  const addressed = service === 'dynamodb' ? (resource ?? tablesIn(input)) : resource;
  return `${short}.${operation}(${friendlyResource(service, addressed, names)})`;
}

/** Transactions and batches address several tables. */
function tablesIn(input: object): string | undefined {
  const { TransactItems, RequestItems } = input as {
    readonly TransactItems?: readonly Readonly<Record<string, { readonly TableName?: string }>>[];
    readonly RequestItems?: object;
  };
  const tables = RequestItems
    ? Object.keys(RequestItems)
    : (TransactItems ?? []).flatMap((entry) => Object.values(entry).map(({ TableName }) => TableName ?? ''));
  return tables.length === 0 ? undefined : [...new Set(tables)].join(',');
}

/** What a hop addresses, as reports call it. */
export function friendlyResource(service: string, resource: string | undefined, names: Names): string {
  if (resource === undefined) return '';
  const kind = resourceKinds[service];
  if (!kind) return resource;
  return resource
    .split(',')
    .map((each) => names.nameOf(kind, plainName(kind, each.trim())))
    .join('+');
}

/** ARNs and URLs name their thing at the end. */
function plainName(kind: Kind, resource: string): string {
  if (kind === 'secret') return /:secret:(.+)-[A-Za-z0-9]{6}$/.exec(resource)?.[1] ?? resource;
  if (kind === 'queue') return resource.split(/[/:]/).at(-1) ?? resource;
  if (kind === 'function') return /:function:([^:]+)/.exec(resource)?.[1] ?? resource.split(':')[0] ?? resource;
  return resource.split(/[/:]/).at(-1) ?? resource;
}

export const isWrite = ({ model, operation }: FaultTarget): boolean => modelIsWrite(model, operation);

/** What makes some faults apply; from the hop alone, before anything has happened. */
export const traitsOf = (target: FaultTarget): ReadonlySet<Trait> =>
  new Set(target.model.traits?.(target as FaultTarget & ModelledCall) ?? []);
