import type { ResourceType } from '../../../kernel/service.ts';
import { aliasResource } from './alias.ts';
import { eventInvokeConfigResource } from './event-invoke-config.ts';
import { functionResource } from './function.ts';
import { layerVersionPermissionResource, layerVersionResource } from './layer-version.ts';
import { permissionResource } from './permission.ts';
import { versionResource } from './version.ts';

/** What templates may make of Lambda. `Url` and `EventSourceMapping` are refused by their names. */
export const lambdaResources: Readonly<Record<string, ResourceType>> = {
  'AWS::Lambda::Alias': aliasResource,
  'AWS::Lambda::EventInvokeConfig': eventInvokeConfigResource,
  'AWS::Lambda::Function': functionResource,
  'AWS::Lambda::LayerVersion': layerVersionResource,
  'AWS::Lambda::LayerVersionPermission': layerVersionPermissionResource,
  'AWS::Lambda::Permission': permissionResource,
  'AWS::Lambda::Version': versionResource,
};
