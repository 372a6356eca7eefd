import { namesWith } from '../../../gateway/requests/header-names.ts';
import type { HttpResponse } from '../../../kernel/http.ts';

/** What the gateway writes in its own way, whatever a function or a mapping called it; captures of HTTP/1.1 show these. */
const ownNames: ReadonlyMap<string, string> = new Map([
  ['content-type', 'Content-Type'],
  ['content-length', 'Content-Length'],
  ['content-encoding', 'Content-Encoding'],
  ['warning', 'Warning'],
  ['x-amz-apigw-id', 'x-amz-apigw-id'],
  ['x-amzn-errortype', 'x-amzn-ErrorType'],
  ['x-amzn-requestid', 'x-amzn-RequestId'],
  ['x-amzn-trace-id', 'X-Amzn-Trace-Id'],
]);

/** All names of a reply. */
export const namesOf = (reply: HttpResponse): ReadonlyMap<string, string> => namesWith(reply, ownNames);

/** How the client reads a name that the reply has in lower case. */
export const writtenName = ({ headerNames }: HttpResponse, name: string): string =>
  ownNames.get(name) ?? headerNames?.get(name) ?? name;
