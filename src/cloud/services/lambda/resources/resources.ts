import type { ResourceType } from '../../../service-kit/contract.ts';
import { resourceTypes } from '../../../service-kit/resource-type.ts';
import { aliasResource } from './alias.ts';
import { eventInvokeConfigResource } from './event-invoke-config.ts';
import { eventSourceMappingResource } from './event-source-mapping.ts';
import { functionResource } from './function.ts';
import { layerVersionPermissionResource, layerVersionResource } from './layer-version.ts';
import { permissionResource } from './permission.ts';
import { versionResource } from './version.ts';

/** What templates may make of Lambda. `Url` is refused by its name. */
export const lambdaResources: Readonly<Record<string, ResourceType>> = resourceTypes(
  aliasResource,
  eventInvokeConfigResource,
  eventSourceMappingResource,
  functionResource,
  layerVersionResource,
  layerVersionPermissionResource,
  permissionResource,
  versionResource,
);
