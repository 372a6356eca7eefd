import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { functionPolicy, lambdaAccess } from './access.ts';
import { codeDownloads } from './code/code-location.ts';
import { lambdaEmptyReads } from './empty-reads.ts';
import { lambdaExploredState } from './explored-state.ts';
import { lambdaFaults } from './faults.ts';
import { deliverEvent } from './invocation/async-events.ts';
import { lambdaDeliveries } from './invocation/destinations.ts';
import { createAlias, deleteAlias, getAlias, listAliases, updateAlias } from './operations/aliases.ts';
import {
  createCodeSigningConfig,
  deleteCodeSigningConfig,
  getCodeSigningConfig,
  listCodeSigningConfigs,
  listFunctionsByCodeSigningConfig,
  updateCodeSigningConfig,
} from './operations/code-signing-configs.ts';
import {
  deleteFunctionConcurrency,
  getAccountSettings,
  getFunctionConcurrency,
  putFunctionConcurrency,
} from './operations/concurrency.ts';
import { createEventSourceMapping } from './operations/create-event-source-mapping.ts';
import { createFunction } from './operations/create-function.ts';
import { deleteFunction } from './operations/delete-function.ts';
import {
  deleteFunctionEventInvokeConfig,
  getFunctionEventInvokeConfig,
  listFunctionEventInvokeConfigs,
  putFunctionEventInvokeConfig,
  updateFunctionEventInvokeConfig,
} from './operations/event-invoke-config.ts';
import {
  deleteEventSourceMapping,
  getEventSourceMapping,
  listEventSourceMappings,
  updateEventSourceMapping,
} from './operations/event-source-mappings.ts';
import {
  deleteFunctionCodeSigningConfig,
  getFunctionCodeSigningConfig,
  putFunctionCodeSigningConfig,
} from './operations/function-code-signing-config.ts';
import {
  createFunctionUrlConfig,
  deleteFunctionUrlConfig,
  getFunctionUrlConfig,
  listFunctionUrlConfigs,
  updateFunctionUrlConfig,
} from './operations/function-urls.ts';
import { getFunction, getFunctionConfiguration } from './operations/get-function.ts';
import { invoke, invokeAsync } from './operations/invoke.ts';
import { invokeWithResponseStream } from './operations/invoke-with-response-stream.ts';
import {
  addLayerVersionPermission,
  getLayerVersionPolicy,
  removeLayerVersionPermission,
} from './operations/layer-permissions.ts';
import {
  deleteLayerVersion,
  getLayerVersion,
  getLayerVersionByArn,
  listLayers,
  listLayerVersions,
  publishLayerVersion,
} from './operations/layers.ts';
import { listFunctions, listVersionsByFunction } from './operations/list-functions.ts';
import { addPermission, getPolicy, removePermission } from './operations/permissions.ts';
import {
  deleteProvisionedConcurrencyConfig,
  getProvisionedConcurrencyConfig,
  listProvisionedConcurrencyConfigs,
  putProvisionedConcurrencyConfig,
} from './operations/provisioned-concurrency.ts';
import { publishVersion } from './operations/publish-version.ts';
import {
  getFunctionRecursionConfig,
  getRuntimeManagementConfig,
  putFunctionRecursionConfig,
  putRuntimeManagementConfig,
} from './operations/runtime-management.ts';
import { listTags, tagResource, untagResource } from './operations/tags.ts';
import { updateFunctionCode } from './operations/update-function-code.ts';
import { updateFunctionConfiguration } from './operations/update-function-configuration.ts';
import { lambdaResources } from './resources/resources.ts';
import { LambdaRuntime } from './runtime.ts';
import { lambdaShapes } from './shapes.ts';
import { type LambdaState, lambdaBlobs, openState } from './state.ts';
import { lambdaStoredOnly } from './stored-only.ts';
import { lambdaTagging } from './tagging.ts';
import { functionUrls } from './urls/function-urls.ts';
import { lambdaWorkflowTasks } from './workflow-tasks.ts';

/** AWS Lambda: functions from zip archives, run as processes of this machine. */
export const lambda: Service<LambdaState, LambdaRuntime> = {
  name: 'lambda',
  title: 'Lambda',
  faults: lambdaFaults,
  exploredState: lambdaExploredState,
  state: openState,
  blobs: lambdaBlobs,
  shapes: lambdaShapes,
  operations: {
    CreateFunction: createFunction,
    UpdateFunctionCode: updateFunctionCode,
    UpdateFunctionConfiguration: updateFunctionConfiguration,
    GetFunction: getFunction,
    GetFunctionConfiguration: getFunctionConfiguration,
    ListFunctions: listFunctions,
    DeleteFunction: deleteFunction,
    Invoke: invoke,
    InvokeWithResponseStream: invokeWithResponseStream,
    InvokeAsync: invokeAsync,
    DeliverEvent: deliverEvent,
    DeliverRecord: lambdaDeliveries.attempt,
    PublishVersion: publishVersion,
    ListVersionsByFunction: listVersionsByFunction,
    CreateAlias: createAlias,
    GetAlias: getAlias,
    UpdateAlias: updateAlias,
    DeleteAlias: deleteAlias,
    ListAliases: listAliases,
    AddPermission: addPermission,
    RemovePermission: removePermission,
    GetPolicy: getPolicy,
    PutFunctionConcurrency: putFunctionConcurrency,
    GetFunctionConcurrency: getFunctionConcurrency,
    DeleteFunctionConcurrency: deleteFunctionConcurrency,
    GetAccountSettings: getAccountSettings,
    PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig,
    UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig,
    GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig,
    DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig,
    ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs,
    CreateCodeSigningConfig: createCodeSigningConfig,
    GetCodeSigningConfig: getCodeSigningConfig,
    UpdateCodeSigningConfig: updateCodeSigningConfig,
    DeleteCodeSigningConfig: deleteCodeSigningConfig,
    ListCodeSigningConfigs: listCodeSigningConfigs,
    ListFunctionsByCodeSigningConfig: listFunctionsByCodeSigningConfig,
    PutFunctionCodeSigningConfig: putFunctionCodeSigningConfig,
    GetFunctionCodeSigningConfig: getFunctionCodeSigningConfig,
    DeleteFunctionCodeSigningConfig: deleteFunctionCodeSigningConfig,
    PutProvisionedConcurrencyConfig: putProvisionedConcurrencyConfig,
    GetProvisionedConcurrencyConfig: getProvisionedConcurrencyConfig,
    DeleteProvisionedConcurrencyConfig: deleteProvisionedConcurrencyConfig,
    ListProvisionedConcurrencyConfigs: listProvisionedConcurrencyConfigs,
    PutRuntimeManagementConfig: putRuntimeManagementConfig,
    GetRuntimeManagementConfig: getRuntimeManagementConfig,
    PutFunctionRecursionConfig: putFunctionRecursionConfig,
    GetFunctionRecursionConfig: getFunctionRecursionConfig,
    CreateFunctionUrlConfig: createFunctionUrlConfig,
    GetFunctionUrlConfig: getFunctionUrlConfig,
    UpdateFunctionUrlConfig: updateFunctionUrlConfig,
    DeleteFunctionUrlConfig: deleteFunctionUrlConfig,
    ListFunctionUrlConfigs: listFunctionUrlConfigs,
    CreateEventSourceMapping: createEventSourceMapping,
    GetEventSourceMapping: getEventSourceMapping,
    ListEventSourceMappings: listEventSourceMappings,
    UpdateEventSourceMapping: updateEventSourceMapping,
    DeleteEventSourceMapping: deleteEventSourceMapping,
    TagResource: tagResource,
    UntagResource: untagResource,
    ListTags: listTags,
    PublishLayerVersion: publishLayerVersion,
    GetLayerVersion: getLayerVersion,
    GetLayerVersionByArn: getLayerVersionByArn,
    ListLayers: listLayers,
    ListLayerVersions: listLayerVersions,
    DeleteLayerVersion: deleteLayerVersion,
    AddLayerVersionPermission: addLayerVersionPermission,
    RemoveLayerVersionPermission: removeLayerVersionPermission,
    GetLayerVersionPolicy: getLayerVersionPolicy,
    ...emptyOperations('lambda', lambdaEmptyReads),
  },
  emptyReads: lambdaEmptyReads,
  access: lambdaAccess,
  resourcePolicy: functionPolicy,
  resourceOf: (_operation, { FunctionName, LayerName, Resource, UUID }) => {
    const text = FunctionName ?? LayerName ?? Resource ?? UUID;
    // The name alone, whichever way it was said: rules and journals know functions by it.
    return typeof text === 'string'
      ? (/(?:function|layer|event-source-mapping):([^:]+)/.exec(text)?.[1] ?? text.split(':')[0])
      : undefined;
  },
  resources: lambdaResources,
  tagging: lambdaTagging,
  storedOnly: lambdaStoredOnly,
  dataPlanes: [codeDownloads, functionUrls],
  workflowTasks: lambdaWorkflowTasks,
  start: (kernel) => new LambdaRuntime(kernel),
};
