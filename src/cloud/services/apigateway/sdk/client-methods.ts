import type { Method } from '@aws-sdk/client-api-gateway';
import type { Configuration } from '../state.ts';

/** One function of a generated client. */
export interface ClientMethod {
  readonly name: string;
  readonly verb: string;
  readonly path: string;
  readonly parameters: readonly ClientParameter[];
  /** Names of models. */
  readonly body: string | undefined;
  readonly answer: string | undefined;
}

export interface ClientParameter {
  readonly name: string;
  readonly place: 'path' | 'querystring' | 'header';
  readonly required: boolean;
}

const everyVerb = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** The functions of a client, in order of paths: `GET /pets/{petId}` is `petsPetIdGet`, as AWS names it. */
export function clientMethods({ resources }: Configuration): ClientMethod[] {
  const sorted = [...resources].sort((a, b) => (a.path < b.path ? -1 : 1));
  const methods = sorted.flatMap(({ path, resourceMethods = {} }) =>
    Object.entries(resourceMethods)
      .flatMap(([verb, method]) => (verb === 'ANY' ? everyVerb : [verb]).map((each) => [each, method, verb] as const))
      // A method of its own has precedence before `ANY`.
      .filter(([each, , verb]) => verb !== 'ANY' || !Object.hasOwn(resourceMethods, each))
      .map(([verb, method]) => clientMethod(path, verb, method)),
  );
  return withUniqueNames(methods);
}

function clientMethod(path: string, verb: string, method: Method): ClientMethod {
  const ok = Object.entries(method.methodResponses ?? {}).find(([status]) => status.startsWith('2'))?.[1];
  const { operationName } = method;
  return {
    name: operationName && /^[a-zA-Z_$][\w$]*$/.test(operationName) ? operationName : nameOf(path, verb),
    verb,
    path,
    parameters: parametersOf(path, method),
    body: method.requestModels?.['application/json'],
    answer: ok?.responseModels?.['application/json'],
  };
}

function nameOf(path: string, verb: string): string {
  const words = path.split(/[^a-zA-Z0-9]+/).filter((word) => word !== '');
  const [first = 'root', ...rest] = [...words, verb.toLowerCase()].length > 1 ? words : ['root'];
  return [first, ...[...rest, verb.toLowerCase()].map((word) => word.replace(/^./, (letter) => letter.toUpperCase()))]
    .join('')
    .replace(/^\d/, '_$&');
}

/** Those of the path are always there, whether the method tells them or not. */
function parametersOf(path: string, { requestParameters = {} }: Method): ClientParameter[] {
  const ofPath = [...path.matchAll(/\{([^{}+]+)\+?\}/g)].map(
    ([, name = '']): ClientParameter => ({ name, place: 'path', required: true }),
  );
  const others = Object.entries(requestParameters).flatMap(([expression, required]): ClientParameter[] => {
    const [, place, name = ''] = /^method\.request\.(querystring|header)\.(.+)$/.exec(expression) ?? [];
    return place === undefined ? [] : [{ name, place: place as 'querystring' | 'header', required }];
  });
  return [...ofPath, ...others];
}

function withUniqueNames(methods: readonly ClientMethod[]): ClientMethod[] {
  const taken = new Map<string, number>();
  return methods.map((method) => {
    const count = (taken.get(method.name) ?? 0) + 1;
    taken.set(method.name, count);
    return count === 1 ? method : { ...method, name: `${method.name}_${count}` };
  });
}
