import { STATUS_CODES } from 'node:http';
import type * as Sdk from '@aws-sdk/client-sfn';
import type { HttpExchange } from '../tasks/http/http-task.ts';

/**
 * The request and the response of an HTTP task, as TRACE tells them. What the connection adds is told where secrets may be.
 * https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html
 */
export function inspectExchange(
  { request, withoutSecrets, answer }: HttpExchange,
  revealSecrets: boolean,
): Pick<Sdk.InspectionData, 'request' | 'response'> {
  const { Method: method, Url: url, Headers, Body: body } = revealSecrets ? request : withoutSecrets;
  const protocol = new URL(url).protocol.slice(0, -1);
  return {
    request: { protocol, method, url, headers: headersOf(Headers), ...(body !== undefined && { body }) },
    ...(answer && {
      response: {
        protocol,
        statusCode: String(answer.Status),
        statusMessage: answer.StatusText || STATUS_CODES[answer.Status],
        headers: headersOf(answer.Headers),
        body: Buffer.from(answer.Body).toString(),
      },
    }),
  };
}

/** `[accept: text/plain, user-agent: …]` */
const headersOf = (headers: Readonly<Record<string, string | readonly string[]>>): string =>
  `[${Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ')}]`;
