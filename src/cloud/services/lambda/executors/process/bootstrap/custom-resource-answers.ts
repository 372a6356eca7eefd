import type { RequestOptions } from 'node:http';
import { createRequire, syncBuiltinESMExports } from 'node:module';

const answerPath = '/_squall/cloudformation/response/';

type Request = (...parameters: unknown[]) => unknown;

/**
 * Lets the handlers of custom resources answer. The CDK's take host and path from the ResponseURL, forget its scheme and
 * port, and always use `https`: right for AWS, where it is a URL of S3, and nowhere to go here. Requests for that path
 * alone are sent to the endpoint as they were meant; everything else stays as it is.
 */
export function routeCustomResourceAnswers(endpoint: string): void {
  const require = createRequire(import.meta.url);
  const https = require('node:https') as { request: Request };
  const http = require('node:http') as { request: Request };
  const { hostname, port } = new URL(endpoint);
  const { request } = https;
  https.request = (...parameters) => {
    const [options, ...rest] = parameters;
    if (!isAnswer(options)) return request(...parameters);
    const { agent: _, protocol: __, ...kept } = options;
    return http.request({ ...kept, hostname, port }, ...rest);
  };
  // `import { request } from 'node:https'` sees it as well.
  syncBuiltinESMExports();
}

const isAnswer = (options: unknown): options is RequestOptions =>
  typeof options === 'object' &&
  options !== null &&
  !(options instanceof URL) &&
  'path' in options &&
  typeof options.path === 'string' &&
  options.path.startsWith(answerPath);
