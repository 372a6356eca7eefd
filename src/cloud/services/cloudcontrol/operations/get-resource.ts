import type { GetResourceInput, GetResourceOutput } from '@aws-sdk/client-cloudcontrol';
import { identifierText } from '../../../resource-types/identifier.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { findType } from '../find-type.ts';
import { foundOrThrow } from '../models/found-or-throw.ts';
import { resourceContext } from '../models/resource-context.ts';
import type { CloudControlState } from '../state.ts';

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_GetResource.html */
export const getResource: Operation<Given<GetResourceInput>, GetResourceOutput, CloudControlState> = async (
  state,
  input,
  context,
) => {
  const type = await findType(context.kernel, input.TypeName);
  const owned = resourceContext(type.name, context, input.RoleArn);
  const { identifier, model } = await foundOrThrow(state, type, input.Identifier, owned, 'READ');
  return {
    TypeName: type.name,
    ResourceDescription: { Identifier: identifierText(identifier), Properties: JSON.stringify(model) },
  };
};
