import { misconfigured } from '../gateway-failure.ts';

/** Headers that the gateway writes itself; a mapping onto one fails the request, though the control plane takes it. */
const reserved: ReadonlySet<string> = new Set([
  'content-length',
  'transfer-encoding',
  'x-amzn-apigateway-api-id',
  'x-amzn-trace-id',
]);

/** Where the gateway signs the request, these are its own as well. */
const reservedWhenSigned: ReadonlySet<string> = new Set([
  'authorization',
  'connection',
  'expect',
  'proxy-authenticate',
  'te',
]);

/** @throws GatewayFailure (500) for a header that integrations of this type may not be given */
export function assertMayBeMapped(name: string, integrationType: string | undefined): void {
  const isSigned = integrationType === 'AWS' || integrationType === 'AWS_PROXY';
  if (!reserved.has(name) && !(isSigned && reservedWhenSigned.has(name))) return;
  throw misconfigured(`Execution failed due to configuration error: the header ${name} may not be mapped`);
}
