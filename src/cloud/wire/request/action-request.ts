import { UnsupportedError } from '../../kernel/errors.ts';
import type { HttpRequest } from '../../kernel/http.ts';
import type { ServiceHead } from '../model/model-format.ts';

const formType = 'application/x-www-form-urlencoded';

/**
 * The same request, naming its operation as the service's protocol does: in `X-Amz-Target` where it speaks JSON, as
 * `Action` of the URL where it speaks forms. Who named it already is left alone.
 */
export function actionRequest(request: HttpRequest, head: ServiceHead, action: string): HttpRequest {
  const { headers } = request;
  if (headers['x-amz-target'] !== undefined) return request;
  const speaks = (protocol: string) => head.protocols.some((known) => known.startsWith(protocol));
  const isForm = headers['content-type']?.startsWith(formType) ?? false;
  const tellsByQuery =
    speaks('awsQuery') || speaks('ec2Query') || (head.service === 'ssm' && (isForm || request.query !== ''));
  if (tellsByQuery) return formRequest(request, head, action, isForm);
  if (speaks('awsJson')) {
    const version = head.protocols.includes('awsJson1_0') ? '1.0' : '1.1';
    const named = {
      'x-amz-target': `${head.targetPrefix}.${action}`,
      'content-type': `application/x-amz-json-${version}`,
    };
    return { ...request, method: 'POST', headers: { ...headers, ...named } };
  }
  throw new UnsupportedError(`${head.service}:action/${action}: this service is called by path`);
}

/** Action and version stand in the URL, unless the body is a form that has them; a body of another type tells nothing. */
function formRequest(request: HttpRequest, head: ServiceHead, action: string, isForm: boolean): HttpRequest {
  const body = isForm ? request.body : new Uint8Array();
  const given = new URLSearchParams(`${request.query}&${Buffer.from(body).toString('utf8')}`);
  const added = new URLSearchParams();
  if (!given.has('Action')) added.set('Action', action);
  if (!given.has('Version')) added.set('Version', head.version);
  const query = [added.toString(), request.query].filter((part) => part !== '').join('&');
  return { ...request, query, body, headers: { ...request.headers, 'content-type': formType } };
}
