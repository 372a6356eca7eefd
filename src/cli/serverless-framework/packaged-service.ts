import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../../cloud/kernel/errors.ts';
import type { ServerlessService } from './find-service.ts';

/** What the framework made of a service when it last packaged it: variables resolved, defaults filled in. */
export interface PackagedService {
  readonly stack: string;
  readonly region: string;
  /** `GET /todos/{id}`, of the REST API. */
  readonly restRoutes: readonly string[];
  readonly template: string;
}

interface State {
  readonly service: {
    readonly service: string;
    readonly provider: { readonly stage?: string; readonly region?: string; readonly stackName?: string };
    readonly functions?: Readonly<Record<string, { readonly events?: readonly Event[] }>>;
  };
}

interface Event {
  readonly http?: string | { readonly method?: string; readonly path?: string };
}

/** What was told on the command line wins over the file, which the framework writes down as it was. */
export interface Told {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
}

/** Reads what lies in `.serverless` after a deploy. */
export function readPackagedService({ directory }: ServerlessService, told: Told): PackagedService {
  const { service } = JSON.parse(read(directory, 'serverless-state.json')) as State;
  const stage = told.stage ?? service.provider.stage ?? 'dev';
  const region = told.region ?? service.provider.region ?? 'us-east-1';
  const { stackName = `${service.service}-${stage}` } = service.provider;
  const events = Object.values(service.functions ?? {}).flatMap(({ events: each = [] }) => each);
  return {
    stack: stackName,
    region,
    restRoutes: events.flatMap(({ http }) => (http === undefined ? [] : [routeOf(http)])),
    template: read(directory, 'cloudformation-template-update-stack.json'),
  };
}

function read(directory: string, name: string): string {
  const path = join(directory, '.serverless', name);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const hint = 'Deploy without --package, so that the framework writes it.';
    throw new SquallError('DeployFailed', `The framework wrote no ${path}.`, hint, { cause });
  }
}

function routeOf(http: NonNullable<Event['http']>): string {
  const [method = 'any', path = '/'] = typeof http === 'string' ? http.split(/\s+/) : [http.method, http.path];
  return `${method.toUpperCase()} /${path.replace(/^\/+|\/+$/g, '')}`;
}
