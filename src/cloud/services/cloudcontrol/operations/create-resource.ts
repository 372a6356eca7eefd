import type { CreateResourceInput, CreateResourceOutput } from '@aws-sdk/client-cloudcontrol';
import { UnsupportedError } from '../../../kernel/errors.ts';
import { type JsonObject, parseJsonObject } from '../../../kernel/json.ts';
import { givenIdentifier, identifierOf, identifierText } from '../../../resource-types/identifier.ts';
import { modelViolations } from '../../../resource-types/model-violations.ts';
import type { OwnedType } from '../../../resource-types/owned-type.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { modelInvalid, notJson, readOnlyGiven } from '../errors.ts';
import { findType } from '../find-type.ts';
import { resourceContext } from '../models/resource-context.ts';
import { findResource } from '../models/resource-model.ts';
import { knownRequest, runRequest } from '../requests/run-request.ts';
import { type CloudControlState, resourceKey } from '../state.ts';

/** https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_CreateResource.html */
export const createResource: Operation<Given<CreateResourceInput>, CreateResourceOutput, CloudControlState> = async (
  state,
  input,
  context,
) => {
  const operation = 'CREATE';
  const known = knownRequest(state, { operation, input }, context);
  if (known) return known;
  const type = await findType(context.kernel, input.TypeName);
  const properties = readDesiredState(type, input.DesiredState);
  const given = givenIdentifier(type.identifiers, properties);
  const asked = { operation, typeName: type.name, identifier: given && identifierText(given), input } as const;
  return runRequest(state, asked, context, async () => {
    const owned = resourceContext(type.name, context, input.RoleArn);
    const made = await type.owner.create(properties, owned);
    const identifier = identifierText(identifierOf(type.identifiers, made, properties));
    state.resources.set(resourceKey(type.name, identifier), { state: made, properties });
    const found = await findResource(state, type, identifier, owned);
    return { identifier, ...('model' in found && { model: found.model }) };
  });
};

/** Throws what is wrong with it: by the schema first, then what is not emulated. */
function readDesiredState(type: OwnedType, text: string): JsonObject {
  const properties = parseJsonObject(text);
  if (!properties) throw notJson('DesiredState');
  const { p, a = [] } = type.specification;
  const readOnly = Object.keys(properties).filter((name) => a.includes(name) && !Object.hasOwn(p, name));
  if (readOnly.length > 0) throw readOnlyGiven(readOnly);
  const violations = modelViolations(properties, type.specification);
  if (violations.length > 0) throw modelInvalid(violations);
  assertEmulated(type, Object.keys(properties));
  return properties;
}

/** Throws naming the properties that AWS has and the type's owner does not understand. */
export function assertEmulated({ name, owner }: OwnedType, properties: readonly string[]): void {
  const unknown = properties.filter((property) => !owner.properties.includes(property));
  if (unknown.length === 0) return;
  throw new UnsupportedError(`${unknown.length === 1 ? 'property' : 'properties'} ${unknown.join(', ')} of ${name}`);
}
