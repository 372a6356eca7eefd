import type { ResourceType } from '../../../service-kit/contract.ts';
import { aliasResource } from './alias.ts';
import { eventInvokeConfigResource } from './event-invoke-config.ts';
import { eventSourceMappingResource } from './event-source-mapping.ts';
import { functionResource } from './function.ts';
import { layerVersionPermissionResource, layerVersionResource } from './layer-version.ts';
import { permissionResource } from './permission.ts';
import { versionResource } from './version.ts';

/** What templates may make of Lambda. `Url` is refused by its name. */
export const lambdaResources: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Alias': aliasResource,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigResource,
  'AWS::Lambda::EventSourceMapping': eventSourceMappingResource,
  'AWS::Lambda::Function': functionResource,
  'AWS::Lambda::LayerVersion': layerVersionResource,
  'AWS::Lambda::LayerVersionPermission': layerVersionPermissionResource,
  'AWS::Lambda::Permission': permissionResource,
  'AWS::Lambda::Version': versionResource,
};
