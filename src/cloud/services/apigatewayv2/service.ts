import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { apigatewayv2EmptyReads } from './empty-reads.ts';
import { deployedHttpApis } from './execute/pipeline.ts';
import { httpApiExploredState } from './explored-state.ts';
import { type Gateway, startGateway } from './gateway.ts';
import {
  createApiMapping,
  deleteApiMapping,
  getApiMapping,
  getApiMappings,
  updateApiMapping,
} from './operations/api-mappings.ts';
import {
  createAuthorizer,
  deleteAuthorizer,
  getAuthorizer,
  getAuthorizers,
  resetAuthorizersCache,
  updateAuthorizer,
} from './operations/authorizers.ts';
import { createApi } from './operations/create-api.ts';
import { createStage } from './operations/create-stage.ts';
import { deleteApi } from './operations/delete-api.ts';
import {
  createDeployment,
  deleteDeployment,
  getDeployment,
  getDeployments,
  updateDeployment,
} from './operations/deployments.ts';
import {
  createDomainName,
  deleteDomainName,
  getDomainName,
  getDomainNames,
  updateDomainName,
} from './operations/domain-names.ts';
import { exportApi } from './operations/export-api.ts';
import { getApi, getApis } from './operations/get-apis.ts';
import { importApi, reimportApi } from './operations/import-api.ts';
import {
  createIntegration,
  deleteIntegration,
  getIntegration,
  getIntegrations,
  updateIntegration,
} from './operations/integrations.ts';
import { createRoute, deleteRoute, getRoute, getRoutes, updateRoute } from './operations/routes.ts';
import { deleteStage, getStage, getStages } from './operations/stages.ts';
import { getTags, tagResource, untagResource } from './operations/tags.ts';
import { deleteCorsConfiguration, updateApi } from './operations/update-api.ts';
import { deleteAccessLogSettings, deleteRouteSettings, updateStage } from './operations/update-stage.ts';
import { createVpcLink, deleteVpcLink, getVpcLink, getVpcLinks, updateVpcLink } from './operations/vpc-links.ts';
import {
  createIntegrationResponse,
  createModel,
  createRouteResponse,
  deleteIntegrationResponse,
  deleteModel,
  deleteRouteRequestParameter,
  deleteRouteResponse,
  getIntegrationResponse,
  getIntegrationResponses,
  getModel,
  getModels,
  getModelTemplate,
  getRouteResponse,
  getRouteResponses,
  updateIntegrationResponse,
  updateModel,
  updateRouteResponse,
} from './operations/websocket-only.ts';
import { httpApiResources } from './resources/resources.ts';
import { type HttpApiState, httpApiState, serviceName } from './state.ts';
import { httpApiStoredOnly } from './stored-only.ts';
import { httpApiTagging } from './tagging.ts';

/** API Gateway v2: HTTP APIs, their control plane and the data plane that serves them. */
export const apigatewayv2: Service<HttpApiState, Gateway> = {
  name: serviceName,
  title: 'API Gateway: HTTP APIs',
  faults: usualFaults,
  exploredState: httpApiExploredState,
  signingNames: ['apigateway'],
  state: httpApiState,
  operations: {
    CreateApi: createApi,
    GetApi: getApi,
    GetApis: getApis,
    UpdateApi: updateApi,
    DeleteApi: deleteApi,
    ImportApi: importApi,
    ReimportApi: reimportApi,
    ExportApi: exportApi,
    DeleteCorsConfiguration: deleteCorsConfiguration,
    CreateRoute: createRoute,
    GetRoute: getRoute,
    GetRoutes: getRoutes,
    UpdateRoute: updateRoute,
    DeleteRoute: deleteRoute,
    CreateIntegration: createIntegration,
    GetIntegration: getIntegration,
    GetIntegrations: getIntegrations,
    UpdateIntegration: updateIntegration,
    DeleteIntegration: deleteIntegration,
    CreateStage: createStage,
    GetStage: getStage,
    GetStages: getStages,
    UpdateStage: updateStage,
    DeleteStage: deleteStage,
    DeleteAccessLogSettings: deleteAccessLogSettings,
    DeleteRouteSettings: deleteRouteSettings,
    CreateDeployment: createDeployment,
    GetDeployment: getDeployment,
    GetDeployments: getDeployments,
    UpdateDeployment: updateDeployment,
    DeleteDeployment: deleteDeployment,
    CreateAuthorizer: createAuthorizer,
    GetAuthorizer: getAuthorizer,
    GetAuthorizers: getAuthorizers,
    UpdateAuthorizer: updateAuthorizer,
    DeleteAuthorizer: deleteAuthorizer,
    ResetAuthorizersCache: resetAuthorizersCache,
    CreateDomainName: createDomainName,
    GetDomainName: getDomainName,
    GetDomainNames: getDomainNames,
    UpdateDomainName: updateDomainName,
    DeleteDomainName: deleteDomainName,
    CreateApiMapping: createApiMapping,
    GetApiMapping: getApiMapping,
    GetApiMappings: getApiMappings,
    UpdateApiMapping: updateApiMapping,
    DeleteApiMapping: deleteApiMapping,
    CreateVpcLink: createVpcLink,
    GetVpcLink: getVpcLink,
    GetVpcLinks: getVpcLinks,
    UpdateVpcLink: updateVpcLink,
    DeleteVpcLink: deleteVpcLink,
    CreateModel: createModel,
    GetModel: getModel,
    GetModels: getModels,
    GetModelTemplate: getModelTemplate,
    UpdateModel: updateModel,
    DeleteModel: deleteModel,
    CreateRouteResponse: createRouteResponse,
    GetRouteResponse: getRouteResponse,
    GetRouteResponses: getRouteResponses,
    UpdateRouteResponse: updateRouteResponse,
    DeleteRouteResponse: deleteRouteResponse,
    DeleteRouteRequestParameter: deleteRouteRequestParameter,
    CreateIntegrationResponse: createIntegrationResponse,
    GetIntegrationResponse: getIntegrationResponse,
    GetIntegrationResponses: getIntegrationResponses,
    UpdateIntegrationResponse: updateIntegrationResponse,
    DeleteIntegrationResponse: deleteIntegrationResponse,
    GetTags: getTags,
    TagResource: tagResource,
    UntagResource: untagResource,
    ...emptyOperations('apigatewayv2', apigatewayv2EmptyReads),
  },
  emptyReads: apigatewayv2EmptyReads,
  resourceOf: (_operation, input) => {
    const name = input.ApiId ?? input.DomainName ?? input.Name ?? input.ResourceArn;
    return typeof name === 'string' ? name : undefined;
  },
  resources: httpApiResources,
  storedOnly: httpApiStoredOnly,
  tagging: httpApiTagging,
  deployedApis: deployedHttpApis,
  start: startGateway,
};
