import type { HttpRequest } from '../../../kernel/http.ts';
import { rootCaller } from '../../../kernel/identity.ts';
import { traceOf } from '../../../kernel/trace.ts';
import type { DataPlane } from '../../../service-kit/contract.ts';
import type { SnsRuntime } from '../runtime.ts';
import { certificatePath, certificatePrefix, signingCertificate } from './signature.ts';

/** Where receivers fetch the certificate by which messages are signed. */
export const certificatePlane: DataPlane<SnsRuntime | undefined> = {
  name: 'sns-certificates',
  isOpenToPages: false,
  pathPrefix: certificatePrefix,
  async handle(request) {
    if (request.path !== certificatePath) return { status: 404, headers: {}, body: '' };
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: signingCertificate() };
  },
};

const linkPattern = /^Action=(?:ConfirmSubscription|Unsubscribe)&/;

const isLink = ({ method, path, query }: HttpRequest): boolean =>
  method === 'GET' && path === '/' && linkPattern.test(query) && !/[?&](?:Version|X-Amz-Signature)=/.test(query);

/**
 * SubscribeURL and UnsubscribeURL of messages: calls in a link, which nobody signed and which name no version of the API.
 * Account and region are those of the ARN in it.
 */
export const linkPlane: DataPlane<SnsRuntime | undefined> = {
  name: 'sns-links',
  isOpenToPages: false,
  queryMark: 'Action=',
  hasOwnHost: isLink,
  async handle(request, kernel) {
    const query = new URLSearchParams(request.query);
    const arn = query.get('TopicArn') ?? query.get('SubscriptionArn') ?? '';
    const [, , , region = '', account = ''] = arn.split(':');
    const id = kernel.random.uuid();
    return kernel.callHttp({
      request,
      endpoint: 'sns',
      action: query.get('Action') ?? '',
      caller: rootCaller(account),
      region: region || kernel.settings.defaultRegion,
      parent: id,
      trace: traceOf(id, undefined, kernel),
    });
  },
};
