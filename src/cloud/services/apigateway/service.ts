import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { accountStoredOnly } from './account-stored-only.ts';
import { deployedRestApis } from './execute/pipeline.ts';
import { restApiExploredState } from './explored-state.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { restApiMetrics } from './metrics.ts';
import { accountOperations } from './operations/account-operations.ts';
import { getAccount, updateAccount } from './operations/accounts.ts';
import {
  createAuthorizer,
  deleteAuthorizer,
  getAuthorizer,
  getAuthorizers,
  updateAuthorizer,
} from './operations/authorizers.ts';
import {
  createDeployment,
  deleteDeployment,
  getDeployment,
  getDeployments,
  updateDeployment,
} from './operations/deployments.ts';
import { getExport } from './operations/exports.ts';
import {
  deleteGatewayResponse,
  getGatewayResponse,
  getGatewayResponses,
  putGatewayResponse,
  updateGatewayResponse,
} from './operations/gateway-responses.ts';
import { importRestApi, putRestApi } from './operations/import-rest-api.ts';
import {
  deleteIntegrationResponse,
  getIntegrationResponse,
  putIntegrationResponse,
  updateIntegrationResponse,
} from './operations/integration-responses.ts';
import { deleteIntegration, getIntegration, putIntegration, updateIntegration } from './operations/integrations.ts';
import {
  deleteMethodResponse,
  getMethodResponse,
  putMethodResponse,
  updateMethodResponse,
} from './operations/method-responses.ts';
import { deleteMethod, getMethod, putMethod, updateMethod } from './operations/methods.ts';
import { createModel, deleteModel, getModel, getModels, getModelTemplate, updateModel } from './operations/models.ts';
import { createResource, deleteResource, getResource, getResources, updateResource } from './operations/resources.ts';
import { createRestApi, deleteRestApi, getRestApi, getRestApis, updateRestApi } from './operations/rest-apis.ts';
import { getSdk, getSdkType, getSdkTypes } from './operations/sdks.ts';
import {
  createStage,
  deleteStage,
  flushStageAuthorizersCache,
  flushStageCache,
  getStage,
  getStages,
  updateStage,
} from './operations/stages.ts';
import { getTags, tagResource, untagResource } from './operations/tags.ts';
import { testInvokeAuthorizer } from './operations/test-invoke-authorizer.ts';
import { testInvokeMethod } from './operations/test-invoke-method.ts';
import {
  createRequestValidator,
  deleteRequestValidator,
  getRequestValidator,
  getRequestValidators,
  updateRequestValidator,
} from './operations/validators.ts';
import { accountResources } from './resources/account-resources.ts';
import { restApiResources } from './resources/resources.ts';
import { type RestApiState, restApiState, serviceName } from './state.ts';
import { restApiStoredOnly } from './stored-only.ts';
import { restApiTagging } from './tagging.ts';
import { apigatewayWorkflowTasks } from './workflow-tasks.ts';

/** API Gateway v1: REST APIs, their control plane and the data plane that serves them. */
export const apigateway: Service<RestApiState, Gateway> = {
  name: serviceName,
  title: 'API Gateway: REST APIs',
  faults: usualFaults,
  exploredState: restApiExploredState,
  state: restApiState,
  operations: {
    CreateRestApi: createRestApi,
    GetRestApi: getRestApi,
    GetRestApis: getRestApis,
    UpdateRestApi: updateRestApi,
    DeleteRestApi: deleteRestApi,
    GetAccount: getAccount,
    UpdateAccount: updateAccount,
    ImportRestApi: importRestApi,
    PutRestApi: putRestApi,
    GetExport: getExport,
    GetSdk: getSdk,
    GetSdkType: getSdkType,
    GetSdkTypes: getSdkTypes,
    CreateResource: createResource,
    GetResource: getResource,
    GetResources: getResources,
    UpdateResource: updateResource,
    DeleteResource: deleteResource,
    PutMethod: putMethod,
    GetMethod: getMethod,
    UpdateMethod: updateMethod,
    DeleteMethod: deleteMethod,
    PutMethodResponse: putMethodResponse,
    GetMethodResponse: getMethodResponse,
    UpdateMethodResponse: updateMethodResponse,
    DeleteMethodResponse: deleteMethodResponse,
    PutIntegration: putIntegration,
    GetIntegration: getIntegration,
    UpdateIntegration: updateIntegration,
    DeleteIntegration: deleteIntegration,
    PutIntegrationResponse: putIntegrationResponse,
    GetIntegrationResponse: getIntegrationResponse,
    UpdateIntegrationResponse: updateIntegrationResponse,
    DeleteIntegrationResponse: deleteIntegrationResponse,
    CreateModel: createModel,
    GetModel: getModel,
    GetModels: getModels,
    GetModelTemplate: getModelTemplate,
    UpdateModel: updateModel,
    DeleteModel: deleteModel,
    CreateRequestValidator: createRequestValidator,
    GetRequestValidator: getRequestValidator,
    GetRequestValidators: getRequestValidators,
    UpdateRequestValidator: updateRequestValidator,
    DeleteRequestValidator: deleteRequestValidator,
    CreateAuthorizer: createAuthorizer,
    GetAuthorizer: getAuthorizer,
    GetAuthorizers: getAuthorizers,
    UpdateAuthorizer: updateAuthorizer,
    DeleteAuthorizer: deleteAuthorizer,
    PutGatewayResponse: putGatewayResponse,
    GetGatewayResponse: getGatewayResponse,
    GetGatewayResponses: getGatewayResponses,
    UpdateGatewayResponse: updateGatewayResponse,
    DeleteGatewayResponse: deleteGatewayResponse,
    CreateDeployment: createDeployment,
    GetDeployment: getDeployment,
    GetDeployments: getDeployments,
    UpdateDeployment: updateDeployment,
    DeleteDeployment: deleteDeployment,
    CreateStage: createStage,
    GetStage: getStage,
    GetStages: getStages,
    UpdateStage: updateStage,
    DeleteStage: deleteStage,
    TestInvokeMethod: testInvokeMethod,
    FlushStageCache: flushStageCache,
    FlushStageAuthorizersCache: flushStageAuthorizersCache,
    TagResource: tagResource,
    UntagResource: untagResource,
    GetTags: getTags,
    ...accountOperations,
    TestInvokeAuthorizer: testInvokeAuthorizer,
  },
  resourceOf: (_operation, input) => (typeof input.restApiId === 'string' ? input.restApiId : undefined),
  resources: { ...restApiResources, ...accountResources },
  storedOnly: { ...restApiStoredOnly, ...accountStoredOnly },
  tagging: restApiTagging,
  metrics: restApiMetrics,
  deployedApis: deployedRestApis,
  workflowTasks: apigatewayWorkflowTasks,
  start: startGateway,
};
