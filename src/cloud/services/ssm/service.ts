import { usualFaults } from '../../kernel/faults/fault-model.ts';
import type { Service } from '../../service-kit/contract.ts';
import { emptyOperations } from '../../service-kit/empty-operations.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { ssmEmptyReads } from './empty-reads.ts';
import { ssmExploredState } from './explored-state.ts';
import { deleteParameter, deleteParameters } from './operations/delete-parameter.ts';
import { describeParameters } from './operations/describe-parameters.ts';
import { getParameter } from './operations/get-parameter.ts';
import { getParameterHistory } from './operations/get-parameter-history.ts';
import { getParameters } from './operations/get-parameters.ts';
import { getParametersByPath } from './operations/get-parameters-by-path.ts';
import { labelParameterVersion, unlabelParameterVersion } from './operations/labels.ts';
import { putParameter } from './operations/put-parameter.ts';
import { addTagsToResource, listTagsForResource, removeTagsFromResource } from './operations/tags.ts';
import { ssmResources } from './resources.ts';
import { ssmShapes } from './shapes.ts';
import { openSsmState, type SsmState } from './state.ts';
import { ssmTagging } from './tagging.ts';

/** Systems Manager, of which there is Parameter Store. */
export const ssm: Service<SsmState> = {
  name: 'ssm',
  title: 'Systems Manager',
  faults: usualFaults,
  exploredState: ssmExploredState,
  state: openSsmState,
  shapes: ssmShapes,
  operations: {
    PutParameter: putParameter,
    GetParameter: getParameter,
    GetParameters: getParameters,
    GetParametersByPath: getParametersByPath,
    GetParameterHistory: getParameterHistory,
    DescribeParameters: describeParameters,
    DeleteParameter: deleteParameter,
    DeleteParameters: deleteParameters,
    LabelParameterVersion: labelParameterVersion,
    UnlabelParameterVersion: unlabelParameterVersion,
    AddTagsToResource: addTagsToResource,
    RemoveTagsFromResource: removeTagsFromResource,
    ListTagsForResource: listTagsForResource,
    ...emptyOperations('ssm', ssmEmptyReads),
  },
  emptyReads: ssmEmptyReads,
  resourceOf: namedBy('Name', 'Path', 'ResourceId'),
  resources: ssmResources,
  tagging: ssmTagging,
};
