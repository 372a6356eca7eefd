/** Where the value of a mapped parameter comes from. */
export type ParameterSource =
  | { readonly kind: 'static'; readonly text: string }
  /** `name` as request parameters are asked for: `header.x`, `multivaluequerystring.x`. */
  | { readonly kind: 'request'; readonly name: string; readonly isMultiple: boolean }
  | { readonly kind: 'responseHeader'; readonly name: string; readonly isMultiple: boolean }
  /** The body of the request or of the backend's answer; `path` is a JSONPath below it, undefined for all of it. */
  | { readonly kind: 'body'; readonly path: string | undefined }
  | { readonly kind: 'context'; readonly name: string }
  | { readonly kind: 'stageVariables'; readonly name: string };

/** One parameter of the request to the backend, or of the answer to the client. */
export interface ParameterMapping {
  readonly place: 'header' | 'querystring' | 'path';
  readonly name: string;
  readonly source: ParameterSource;
}

const target = /^(header|querystring|path)\.(.+)$/s;

/**
 * Reads parameter mappings, of which the keys begin with `prefix`. What cannot be read maps nothing: the control plane
 * refuses it, and imports may let it through.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping-sources.html
 */
export function compileParameters(
  parameters: Readonly<Record<string, string>> | undefined,
  prefix: string,
): ParameterMapping[] {
  return Object.entries(parameters ?? {}).flatMap(([key, value]) => {
    const match = key.startsWith(prefix) ? target.exec(key.slice(prefix.length)) : null;
    const source = parameterSource(value);
    const [, place, name] = match ?? [];
    if (!source || place === undefined || name === undefined) return [];
    return [{ place: place as ParameterMapping['place'], name, source }];
  });
}

/** Reads the right-hand side of a mapping; undefined for what is none. */
export function parameterSource(text: string): ParameterSource | undefined {
  const quoted = /^'(.*)'$/s.exec(text)?.[1];
  if (quoted !== undefined) return { kind: 'static', text: quoted };
  const [, family = '', rest = ''] =
    /^(method\.request|integration\.response|context|stageVariables)\.(.+)$/s.exec(text) ?? [];
  switch (family) {
    case 'context':
    case 'stageVariables':
      return { kind: family, name: rest };
    case 'method.request':
    case 'integration.response':
      return parameterOrBody(family, rest);
    default:
      return undefined;
  }
}

function parameterOrBody(family: string, rest: string): ParameterSource | undefined {
  if (rest === 'body') return { kind: 'body', path: undefined };
  const path = /^body(\.|(?=\[))(.+)$/s.exec(rest)?.[2];
  if (path !== undefined) return { kind: 'body', path: `$${path.startsWith('[') ? '' : '.'}${path}` };
  const [, kind = '', name] = /^((?:multivalue)?(?:header|querystring)|path)\.(.+)$/s.exec(rest) ?? [];
  if (name === undefined) return undefined;
  const isMultiple = kind.startsWith('multivalue');
  if (family === 'method.request') return { kind: 'request', name: `${kind}.${name}`, isMultiple };
  return kind.endsWith('header') ? { kind: 'responseHeader', name: name.toLowerCase(), isMultiple } : undefined;
}
