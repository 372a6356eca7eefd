import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { aliasResource } from './alias.ts';
import { codeSigningConfigResource } from './code-signing-config.ts';
import { eventInvokeConfigResource } from './event-invoke-config.ts';
import { eventSourceMappingResource } from './event-source-mapping.ts';
import { functionResource } from './function.ts';
import { layerVersionPermissionResource, layerVersionResource } from './layer-version.ts';
import { permissionResource } from './permission.ts';
import { urlResource } from './url.ts';
import { versionResource } from './version.ts';

/** What templates may make of Lambda. */
export const lambdaResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  aliasResource,
  codeSigningConfigResource,
  eventInvokeConfigResource,
  eventSourceMappingResource,
  functionResource,
  layerVersionResource,
  layerVersionPermissionResource,
  permissionResource,
  urlResource,
  versionResource,
);
