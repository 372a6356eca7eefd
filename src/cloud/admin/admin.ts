import { SquallError, type SquallErrorCode } from '../kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../kernel/http.ts';
import { isJsonObject } from '../kernel/json.ts';
import type { CloudKernel } from '../service-kit/contract.ts';
import { assertMeant } from './admin-header.ts';
import { answerChaos, isChaos } from './chaos.ts';
import type { AdminActions, AdminContext } from './context.ts';
import { health, info } from './health.ts';
import { initializationPage } from './initialization.ts';
import { readBody } from './read-body.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

/** What the port needs of the admin API. */
export interface Admin {
  /** Answers every request, failures too: it never rejects. */
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** The admin API under `/_squall/`, and the health page that waiters made for LocalStack look for. */
export function createAdmin(kernel: CloudKernel, actions: AdminActions): Admin {
  const context: AdminContext = { kernel, actions, snapshots: new Map() };
  return {
    async handle(request) {
      try {
        assertMeant(request);
        if (request.path === '/_localstack/health') return json(200, health(kernel));
        if (request.path === '/_localstack/info') return json(200, info(kernel));
        const initialization = initializationPage(request.path, actions.initialization());
        if (initialization) return json(200, initialization);
        if (isChaos(request)) return json(200, answerChaos(kernel, request) ?? {});
        return json(200, (await find(request)(context, parseBody(request), new URLSearchParams(request.query))) ?? {});
      } catch (error) {
        return failure(error);
      }
    },
  };
}

function find(request: HttpRequest): Route {
  const key = `${request.method} ${request.path}`;
  const route = Object.hasOwn(routes, key) ? routes[key] : undefined;
  if (route) return route;
  const known = Object.keys(routes).join(', ');
  throw new SquallError('NotFound', `The admin API has no ${key}.`, `It has: ${known}.`);
}

function parseBody({ body }: HttpRequest): Readonly<Record<string, unknown>> {
  if (body.byteLength === 0) return {};
  const given = readBody(body);
  if (isJsonObject(given)) return given;
  throw new SquallError('InvalidOption', 'The body is not a JSON object.', 'Send for example {"name":"before"}.');
}

function failure(error: unknown): HttpResponse {
  if (error instanceof SquallError) {
    return json(statuses[error.code] ?? 400, { code: error.code, message: error.message, hint: error.hint });
  }
  return json(500, { code: 'InternalError', message: 'The admin API failed; this is a bug of Squall.' });
}

const statuses: Partial<Record<SquallErrorCode, number>> = {
  NotFound: 404,
  UnknownSnapshot: 404,
  MissingAdminHeader: 403,
  DiskFull: 503,
  DiskFailed: 503,
};

const json = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  },
  body: JSON.stringify(body),
});
