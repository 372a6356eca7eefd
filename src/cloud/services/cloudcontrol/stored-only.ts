import type { StoredOnly } from '../../service-kit/stored-only.ts';

const versions = 'each type has one version';

/** What is taken and has no effect here. */
export const cloudControlStoredOnly: StoredOnly = {
  'CreateResource.TypeVersionId': versions,
  'DeleteResource.TypeVersionId': versions,
  'GetResource.TypeVersionId': versions,
  'ListResources.TypeVersionId': versions,
  'UpdateResource.TypeVersionId': versions,
};
