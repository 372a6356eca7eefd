import { parseArn } from '../../../kernel/arns.ts';
import { invalidParameter, invalidSmsEndpoint } from '../errors.ts';
import { isFifo, type Topic } from '../state.ts';

/** What an endpoint of a protocol must look like, and what AWS says of one that does not. */
const protocols: Readonly<Record<string, readonly [isValid: (endpoint: string) => boolean, refusal: string]>> = {
  http: [isUrlOf('http:'), 'Endpoint must match the specified protocol'],
  https: [isUrlOf('https:'), 'Endpoint must match the specified protocol'],
  email: [isEmail, 'Email address'],
  'email-json': [isEmail, 'Email address'],
  sms: [isPhoneNumber, 'SMS endpoint'],
  sqs: [isOf('sqs'), 'SQS endpoint ARN'],
  lambda: [isOf('lambda'), 'Lambda endpoint ARN'],
  firehose: [isOf('firehose'), 'Firehose endpoint ARN'],
  application: [isOf('sns'), 'Application endpoint arn invalid:'],
};

/** Who answers for an endpoint must say so first, unless it is in the account of the caller. */
export function needsConfirmation(protocol: string, endpoint: string, account: string): boolean {
  if (['http', 'https', 'email', 'email-json'].includes(protocol)) return true;
  return ['sqs', 'lambda', 'firehose'].includes(protocol) && parseArn(endpoint)?.account !== account;
}

export const isHttp = (protocol: string): boolean => protocol === 'http' || protocol === 'https';

/** Raw messages have no envelope, so the endpoint must not need one. */
export const canBeRaw = (protocol: string): boolean =>
  isHttp(protocol) || protocol === 'sqs' || protocol === 'firehose';

/** https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
export function assertEndpoint(
  topic: Pick<Topic, 'name'>,
  protocol: string,
  endpoint: string,
  cloud: { readonly endpoint: string },
): void {
  const known = Object.hasOwn(protocols, protocol) ? protocols[protocol] : undefined;
  if (!known) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  const [isValid, refusal] = known;
  if (!isValid(endpoint) && !(protocol === 'https' && isServedHere(endpoint, cloud))) {
    if (protocol === 'sms') throw invalidSmsEndpoint(endpoint);
    throw invalidParameter(refusal.endsWith(':') ? `${refusal} ${endpoint}` : refusal);
  }
  if (isFifo(topic) && protocol !== 'sqs') throw invalidParameter(`Invalid protocol type: ${protocol}`);
  if (!isFifo(topic) && protocol === 'sqs' && endpoint.endsWith('.fifo')) {
    throw invalidParameter(
      'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
    );
  }
}

/** APIs and function URLs answer by https at AWS, and at the cloud's own port here: apps subscribe what they are told. */
function isServedHere(endpoint: string, cloud: { readonly endpoint: string }): boolean {
  const [url, own] = [URL.parse(endpoint), URL.parse(cloud.endpoint)];
  if (!url || !own || url.protocol !== 'http:' || url.port !== own.port) return false;
  return url.hostname === own.hostname || /^(?:.+\.)?localhost$/.test(url.hostname);
}

/** E.164, with marks that people write. */
export function isPhoneNumber(text: string): boolean {
  return /^\+?[0-9()./ -]+$/.test(text) && /^[1-9]\d{1,14}$/.test(text.replace(/\D/g, ''));
}

function isUrlOf(protocol: string): (endpoint: string) => boolean {
  return (endpoint) => URL.parse(endpoint)?.protocol === protocol;
}

function isEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text);
}

function isOf(service: string): (endpoint: string) => boolean {
  return (endpoint) => parseArn(endpoint)?.service === service;
}
