import { isDeepStrictEqual } from 'node:util';
import type { UpdateResourceInput, UpdateResourceOutput } from '@aws-sdk/client-cloudcontrol';
import type { JsonObject } from '../../../kernel/json.ts';
import { identifierText } from '../../../resource-types/identifier.ts';
import { modelViolations } from '../../../resource-types/model-violations.ts';
import type { OwnedType } from '../../../resource-types/owned-type.ts';
import { changedProperties } from '../../../resource-types/property-diff.ts';
import type { Operation } from '../../../service-kit/contract.ts';
import type { Given } from '../../../service-kit/input.ts';
import { createOnlyChanged, modelInvalid, readOnlyChanged, unsupportedAction } from '../errors.ts';
import { findType } from '../find-type.ts';
import { foundOrThrow } from '../models/found-or-throw.ts';
import { applyPatch } from '../models/json-patch.ts';
import { resourceContext } from '../models/resource-context.ts';
import { type FoundResource, findResource } from '../models/resource-model.ts';
import { knownRequest, runRequest } from '../requests/run-request.ts';
import { type CloudControlState, resourceKey } from '../state.ts';
import { assertEmulated } from './create-resource.ts';

/**
 * The patch is made upon what the resource is now, not upon what was asked for.
 * https://docs.aws.amazon.com/cloudcontrolapi/latest/APIReference/API_UpdateResource.html
 */
export const updateResource: Operation<Given<UpdateResourceInput>, UpdateResourceOutput, CloudControlState> = async (
  state,
  input,
  context,
) => {
  const operation = 'UPDATE';
  const known = knownRequest(state, { operation, input }, context);
  if (known) return known;
  const type = await findType(context.kernel, input.TypeName);
  const owned = resourceContext(type.name, context, input.RoleArn);
  const found = await foundOrThrow(state, type, input.Identifier, owned, 'UPDATE');
  const { update } = type.owner;
  const { before, after } = changeOf(type, found, input.PatchDocument);
  if (!update) throw unsupportedAction(type.name, 'UPDATE');
  const identifier = identifierText(found.identifier);
  const asked = { operation, typeName: type.name, identifier, input } as const;
  return runRequest(state, asked, context, async () => {
    const made = isDeepStrictEqual(before, after) ? found.state : await update(found.state, after, before, owned);
    state.resources.set(resourceKey(type.name, identifier), { state: made, properties: after });
    const now = await findResource(state, type, identifier, owned);
    return { identifier, ...('model' in now && { model: now.model }) };
  });
};

interface Change {
  readonly before: JsonObject;
  readonly after: JsonObject;
}

/** What the owner is told to make of what. Throws where the patch changes what cannot be changed. */
function changeOf(type: OwnedType, { model, desired }: FoundResource, patch: string): Change {
  const { specification, owner } = type;
  const patched = applyPatch(model, patch);
  const differs = (name: string) => !isDeepStrictEqual(model[name], patched[name]);
  const changed = [...new Set([...Object.keys(model), ...Object.keys(patched)])].filter(differs);
  const readOnly = changed.filter((name) => specification.a?.includes(name) && !Object.hasOwn(specification.p, name));
  if (readOnly.length > 0) throw readOnlyChanged(readOnly);
  const createOnly = changedProperties(model, patched, specification).filter(
    ({ recreation }) => recreation === 'Always',
  );
  if (createOnly.length > 0) throw createOnlyChanged(createOnly.map(({ name }) => name));
  const writable = (from: JsonObject) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => Object.hasOwn(specification.p, name)));
  const [before, after] = [writable({ ...desired, ...model }), writable({ ...desired, ...patched })];
  for (const name of changed) if (!Object.hasOwn(patched, name)) delete after[name];
  const violations = modelViolations(after, specification);
  if (violations.length > 0) throw modelInvalid(violations);
  assertEmulated(
    type,
    changed.filter((name) => Object.hasOwn(patched, name)),
  );
  // Of what nobody asked for and nobody changes here, the owner is told nothing: it stays as it is.
  const isTold = (name: string) =>
    owner.properties.includes(name) &&
    (desired === undefined || Object.hasOwn(desired, name) || changed.includes(name));
  const told = (from: JsonObject) => Object.fromEntries(Object.entries(from).filter(([name]) => isTold(name)));
  return { before: told(before), after: told(after) };
}
