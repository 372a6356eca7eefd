import type { ClientMethod } from './client-methods.ts';

const text = (value: unknown): string => JSON.stringify(value);

/**
 * The code of a client: one function a method, over `fetch`. Whoever signs requests hands over a `fetch` that does.
 * `invokeUrl` is where the stage answers.
 */
export function javascriptClient(methods: readonly ClientMethod[], invokeUrl: string): string {
  const functions = methods.map(
    ({ name, verb, path, parameters }) =>
      `    ${text(name)}: (params, body, options) =>\n      call(${text(verb)}, ${text(path)}, ${text(parameters)}, params, body, options),`,
  );
  return `/** Generated from a REST API; its types are in apigClient.d.ts. */
export const apigClientFactory = { newClient };

export function newClient(config = {}) {
  const { invokeUrl = ${text(invokeUrl)}, apiKey, headers = {}, fetch = globalThis.fetch } = config;
  async function call(verb, path, parameters, params = {}, body = undefined, options = {}) {
    const target = new URL(invokeUrl.replace(/\\/$/, '') + pathOf(path, parameters, params));
    const sent = new Headers({ ...headers, ...options.headers });
    if (apiKey !== undefined) sent.set('x-api-key', apiKey);
    for (const { name, place, required } of parameters) {
      const value = params[name];
      if (value === undefined && required) throw new TypeError(\`\${verb} \${path} needs the parameter \${name}\`);
      if (value === undefined || place === 'path') continue;
      if (place === 'header') sent.set(name, String(value));
      else for (const each of [value].flat()) target.searchParams.append(name, String(each));
    }
    for (const [name, value] of Object.entries(options.queryParams ?? {})) target.searchParams.append(name, String(value));
    const hasBody = body !== undefined && body !== null && verb !== 'GET' && verb !== 'HEAD';
    if (hasBody && !sent.has('content-type')) sent.set('content-type', 'application/json');
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(target, { method: verb, headers: sent, ...(hasBody && { body: content }) });
    const received = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const answer = { status: response.status, headers: response.headers, data: isJson && received !== '' ? JSON.parse(received) : received };
    if (!response.ok) throw Object.assign(new Error(\`\${verb} \${path} was answered with \${response.status}\`), answer);
    return answer;
  }
  return {
${functions.join('\n')}
  };
}

function pathOf(path, parameters, params) {
  return path.replace(/\\{([^{}+]+)(\\+?)\\}/g, (_, name, greedy) => {
    const segments = greedy === '+' ? String(params[name]).split('/') : [String(params[name])];
    return segments.map(encodeURIComponent).join('/');
  });
}
`;
}
