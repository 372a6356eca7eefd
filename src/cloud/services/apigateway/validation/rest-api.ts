import type { CreateRestApiRequest } from '@aws-sdk/client-api-gateway';
import { nestsDeeper, parseJson } from '../../../kernel/json.ts';
import { badRequest } from '../errors.ts';
import { assertEnumerated } from './enumerated.ts';

// AWS: bodies from 0 bytes to 10 MiB may be compressed.
const compressionBytesMax = 10_485_760;

/** Also of what a patch made. @throws BadRequestException, ValidationException */
export function assertRestApi(
  { name, apiKeySource, endpointConfiguration, minimumCompressionSize, policy }: Partial<CreateRestApiRequest>,
  operation: string,
): void {
  if (name === undefined || name === '') throw badRequest('Invalid API name');
  assertEnumerated(`${operation}.apiKeySource`, apiKeySource, ['AUTHORIZER', 'HEADER']);
  for (const type of endpointConfiguration?.types ?? []) {
    assertEnumerated(`${operation}.endpointConfiguration.types`, type, ['PRIVATE', 'EDGE', 'REGIONAL']);
  }
  if ((endpointConfiguration?.types?.length ?? 1) > 1) {
    throw badRequest('Cannot create an api with multiple Endpoint Types.');
  }
  assertCompressionSize(minimumCompressionSize);
  if (policy !== undefined && policy !== '') assertPolicy(policy);
}

/** @throws BadRequestException */
export function assertCompressionSize(size: number | undefined): void {
  if (size !== undefined && !(Number.isInteger(size) && size >= 0 && size <= compressionBytesMax)) {
    throw badRequest(`Invalid minimum compression size, must be between 0 and ${compressionBytesMax}`);
  }
}

/** A policy is written anew when it is stored, which walks through it. */
const policyLevelsMax = 100;

function assertPolicy(policy: string): void {
  const document = parseJson(policy);
  if (typeof document === 'object' && document !== null && !nestsDeeper(document, policyLevelsMax)) return;
  throw badRequest('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.');
}
