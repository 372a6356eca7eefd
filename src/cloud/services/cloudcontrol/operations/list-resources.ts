import type { ListResourcesInput, ListResourcesOutput, ResourceDescription } from '@aws-sdk/client-cloudcontrol';
import { parseJsonObject } from '../../../kernel/json.ts';
import { identifierText } from '../../../resource-types/identifier.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { pageOf } from '../../../service-kit/pages.ts';
import { invalidToken, notJson, unsupportedAction } from '../errors.ts';
import { findType } from '../find-type.ts';
import { resourceContext } from '../models/resource-context.ts';
import { findResource } from '../models/resource-model.ts';
import type { CloudControlState } from '../state.ts';

const pageMax = 100;

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_ListResources.html */
export const listResources: Operation<Given<ListResourcesInput>, ListResourcesOutput, CloudControlState> = async (
  state,
  input,
  context,
) => {
  const type = await findType(context.kernel, input.TypeName);
  const among = input.ResourceModel === undefined ? {} : parseJsonObject(input.ResourceModel);
  if (!among) throw notJson('ResourceModel');
  const list = type.owner.reading?.list;
  if (!list) throw unsupportedAction(type.name, 'LIST');
  const owned = resourceContext(type.name, context, input.RoleArn);
  const identifiers = (await list(owned, among)).map(identifierText).sort();
  const page = pageOf(identifiers, {
    limit: input.MaxResults ?? pageMax,
    token: input.NextToken,
    keyOf: (identifier) => identifier,
    invalidToken,
  });
  const descriptions: ResourceDescription[] = [];
  for (const Identifier of page.items) {
    const found = await findResource(state, type, Identifier, owned);
    // Gone since it was listed.
    if ('model' in found) descriptions.push({ Identifier, Properties: JSON.stringify(found.model) });
  }
  return { TypeName: type.name, ResourceDescriptions: descriptions, NextToken: page.next };
};
