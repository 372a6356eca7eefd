import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { ServiceRuntime } from '../../kernel/service-runtime.ts';
import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { createResource } from './operations/create-resource.ts';
import { deleteResource } from './operations/delete-resource.ts';
import { getResource } from './operations/get-resource.ts';
import { listResources } from './operations/list-resources.ts';
import { cancelResourceRequest, getResourceRequestStatus, listResourceRequests } from './operations/requests.ts';
import { updateResource } from './operations/update-resource.ts';
import { recoverRequests } from './recover.ts';
import { cloudControlShapes } from './shapes.ts';
import { type CloudControlState, openCloudControlState } from './state.ts';
import { cloudControlStoredOnly } from './stored-only.ts';

/** Cloud Control API: one way to create, read, change, delete and list resources of any type. */
export const cloudcontrol: Service<CloudControlState, ServiceRuntime> = {
  name: 'cloudcontrol',
  title: 'Cloud Control API',
  signingNames: ['cloudcontrolapi'],
  faults: usualFaults,
  exploredState: { none: 'requests are how the app came to be, and no data of it' },
  state: openCloudControlState,
  shapes: cloudControlShapes,
  operations: {
    CancelResourceRequest: cancelResourceRequest,
    CreateResource: createResource,
    DeleteResource: deleteResource,
    GetResource: getResource,
    GetResourceRequestStatus: getResourceRequestStatus,
    ListResourceRequests: listResourceRequests,
    ListResources: listResources,
    UpdateResource: updateResource,
  },
  resourceOf: namedBy('Identifier', 'TypeName', 'RequestToken'),
  storedOnly: cloudControlStoredOnly,
  start(kernel) {
    recoverRequests(kernel);
    return { forget: () => recoverRequests(kernel) };
  },
};
