import type { Method } from '@aws-sdk/client-api-gateway';
import { invalidMapping } from '../errors.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html */
export const requestParameterPattern =
  /^method\.request\.(?:header|querystring|path|multivalueheader|multivaluequerystring)\..+$/;
const integrationParameterPattern =
  /^integration\.request\.(?:header|querystring|path|multivalueheader|multivaluequerystring)\..+$/;
const responseParameterPattern = /^method\.response\.header\..+$/;
const responseSourcePattern = /^integration\.response\.(?:header\..+|multivalueheader\..+|body(?:\..+)?)$/;
const otherSourcePattern = /^(?:'.*'|context\..+|stageVariables\..+)$/s;
const bodyPattern = /^method\.request\.body(?:[.[].+)?$/;

/** What an integration sends by name: targets and sources that can be read, and parameters that the method declares. */
export function assertRequestMapping(
  mapping: Readonly<Record<string, string>> | undefined,
  { requestParameters = {} }: Method,
): void {
  const errors = Object.entries(mapping ?? {}).flatMap(([target, source]) => {
    if (!integrationParameterPattern.test(target)) return [`Invalid mapping expression specified: ${target}`];
    if (otherSourcePattern.test(source) || bodyPattern.test(source)) return [];
    if (!requestParameterPattern.test(source)) return [`Invalid mapping expression specified: ${source}`];
    const declared = source
      .replace('.multivalueheader.', '.header.')
      .replace('.multivaluequerystring.', '.querystring.');
    const isDeclared = Object.hasOwn(requestParameters, source) || Object.hasOwn(requestParameters, declared);
    return isDeclared ? [] : [`Invalid mapping expression parameter specified: ${source}`];
  });
  if (errors.length > 0) throw invalidMapping(errors);
}

/** Headers that a method's response declares. @throws BadRequestException for names of anything else */
export function assertResponseParameters(parameters: Readonly<Record<string, boolean>> | undefined): void {
  const unreadable = Object.keys(parameters ?? {}).filter((name) => !responseParameterPattern.test(name));
  if (unreadable.length === 0) return;
  throw invalidMapping(unreadable.map((name) => `Invalid mapping expression specified: ${name}`));
}

const gatewayParameterPattern = /^gatewayresponse\.header\..+$/;

/** Headers of gateway responses, with where their values come from. @throws BadRequestException */
export function assertGatewayParameters(parameters: Readonly<Record<string, string>> | undefined): void {
  const errors = Object.entries(parameters ?? {}).flatMap(([target, source]) => {
    if (!gatewayParameterPattern.test(target)) return [`Invalid mapping expression specified: ${target}`];
    const isReadable = otherSourcePattern.test(source) || requestParameterPattern.test(source);
    return isReadable ? [] : [`Invalid mapping expression specified: ${source}`];
  });
  if (errors.length > 0) throw invalidMapping(errors);
}

/** What an integration's answer sets by name: headers that the method's response of that status declares. */
export function assertResponseMapping(
  mapping: Readonly<Record<string, string>> | undefined,
  { methodResponses = {} }: Method,
  statusCode: string,
): void {
  const entries = Object.entries(mapping ?? {});
  if (entries.length === 0) return;
  const response = methodResponses[statusCode];
  if (!response) throw invalidMapping(['No method response exists for method.']);
  const errors = entries.flatMap(([target, source]) => {
    if (!Object.hasOwn(response.responseParameters ?? {}, target)) {
      return [`Invalid mapping expression parameter specified: ${target}`];
    }
    const isReadable = otherSourcePattern.test(source) || responseSourcePattern.test(source);
    return isReadable ? [] : [`Invalid mapping expression specified: ${source}`];
  });
  if (errors.length > 0) throw invalidMapping(errors);
}
