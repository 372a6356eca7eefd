import type { PatchPath } from './patch-path.ts';
import { nullOrEmpty } from './patch-values.ts';

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDomainName-Patch */
export const domainNamePaths: readonly PatchPath[] = [
  { path: '/certificateName', ops: ['replace'] },
  { path: '/certificateArn', ops: ['replace'] },
  { path: '/regionalCertificateName', ops: ['replace'] },
  { path: '/regionalCertificateArn', ops: ['replace'] },
  { path: '/ownershipVerificationCertificateArn', ops: ['replace'] },
  { path: '/endpointConfiguration/types/{type}', ops: ['add', 'replace', 'remove'], list: 'byName' },
  { path: '/endpointConfiguration/ipAddressType', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/securityPolicy', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/endpointAccessMode', ops: ['replace'] },
  { path: '/routingMode', ops: ['replace'], whenEmpty: nullOrEmpty },
  { path: '/policy', ops: ['replace'] },
  { path: '/managementPolicy', ops: ['replace'] },
  { path: '/mutualTlsAuthentication/truststoreUri', ops: ['add', 'replace', 'remove'] },
  { path: '/mutualTlsAuthentication/truststoreVersion', ops: ['add', 'replace', 'remove'] },
];
