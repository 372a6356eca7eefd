import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { deployedRestApis } from './execute/pipeline.ts';
import { restApiExploredState } from './explored-state.ts';
import { type Gateway, startGateway } from './gateway.ts';
import { restApiMetrics } from './metrics.ts';
import { createDeployment, getDeployment } from './operations/deployments.ts';
import { getIntegration, putIntegration, putIntegrationResponse } from './operations/integrations.ts';
import { deleteMethod, getMethod, putMethod, putMethodResponse } from './operations/methods.ts';
import { createResource, deleteResource, getResource, getResources } from './operations/resources.ts';
import { createRestApi, deleteRestApi, getRestApi, getRestApis } from './operations/rest-apis.ts';
import { createStage, deleteStage, getStage, getStages } from './operations/stages.ts';
import { testInvokeMethod } from './operations/test-invoke-method.ts';
import { type RestApiState, restApiState, serviceName } from './state.ts';

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
    DeleteRestApi: deleteRestApi,
    CreateResource: createResource,
    GetResource: getResource,
    GetResources: getResources,
    DeleteResource: deleteResource,
    PutMethod: putMethod,
    GetMethod: getMethod,
    DeleteMethod: deleteMethod,
    PutMethodResponse: putMethodResponse,
    PutIntegration: putIntegration,
    GetIntegration: getIntegration,
    PutIntegrationResponse: putIntegrationResponse,
    CreateDeployment: createDeployment,
    GetDeployment: getDeployment,
    CreateStage: createStage,
    GetStage: getStage,
    GetStages: getStages,
    DeleteStage: deleteStage,
    TestInvokeMethod: testInvokeMethod,
  },
  metrics: restApiMetrics,
  deployedApis: deployedRestApis,
  start: startGateway,
};
