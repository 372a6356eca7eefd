import type { DeleteResourceInput, DeleteResourceOutput } from '@aws-sdk/client-cloudcontrol';
import { AwsError } from '../../../kernel/errors.ts';
import { identifierText, readIdentifier } from '../../../resource-types/identifier.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { identifierInvalid, unsupportedAction } from '../errors.ts';
import { findType } from '../find-type.ts';
import { resourceContext } from '../models/resource-context.ts';
import { findResource } from '../models/resource-model.ts';
import { knownRequest, runRequest } from '../requests/run-request.ts';
import { type CloudControlState, resourceKey } from '../state.ts';

/**
 * That there is no such resource is the end of the request, and not its answer: tools take it for deleted.
 * https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_DeleteResource.html
 */
export const deleteResource: Operation<Given<DeleteResourceInput>, DeleteResourceOutput, CloudControlState> = async (
  state,
  input,
  context,
) => {
  const operation = 'DELETE';
  const known = knownRequest(state, { operation, input }, context);
  if (known) return known;
  const type = await findType(context.kernel, input.TypeName);
  const parts = readIdentifier(input.Identifier, type.identifiers);
  if (!parts) throw identifierInvalid(type.name, input.Identifier, type.identifiers);
  const identifier = identifierText(parts);
  const owned = resourceContext(type.name, context, input.RoleArn);
  const found = await findResource(state, type, identifier, owned);
  if ('unreadable' in found) throw unsupportedAction(type.name, 'DELETE');
  const asked = { operation, typeName: type.name, identifier, input } as const;
  return runRequest(state, asked, context, async () => {
    if ('gone' in found) throw new AwsError('NotFound', found.gone);
    await type.owner.delete(found.state, { ...found.model, ...found.desired }, owned);
    state.resources.set(resourceKey(type.name, identifier), { properties: {} });
    return { identifier };
  });
};
