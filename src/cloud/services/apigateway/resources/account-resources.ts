import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { apiKey } from './api-key.ts';
import { basePathMapping, basePathMappingV2 } from './base-path-mapping.ts';
import { clientCertificate } from './client-certificate.ts';
import { documentationPart, documentationVersion } from './documentation.ts';
import { domainName, domainNameAccessAssociation, domainNameV2 } from './domain-name.ts';
import { usagePlan, usagePlanKey } from './usage-plan.ts';
import { vpcLink } from './vpc-link.ts';

/** CloudFormation's types of what belongs to an account, and of the documentation of APIs. */
export const accountResources = resourceTypes(
  apiKey,
  usagePlan,
  usagePlanKey,
  domainName,
  domainNameV2,
  domainNameAccessAssociation,
  basePathMapping,
  basePathMappingV2,
  vpcLink,
  clientCertificate,
  documentationPart,
  documentationVersion,
);
