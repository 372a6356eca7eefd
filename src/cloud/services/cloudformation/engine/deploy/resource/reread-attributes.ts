import { isDeepStrictEqual } from 'node:util';
import type { Blueprint } from '../../blueprint.ts';
import { referencesIn } from '../../graph/references.ts';
import { storeResource } from '../progress.ts';
import { type Run, recordOf } from '../run.ts';
import { declarationOf } from './prepare-resource.ts';
import { resourceContext } from './resource-context.ts';

/**
 * Reads again what a resource's properties ask of others by `Fn::GetAtt`, where the type says that others than the
 * resource itself change it: a subnet takes the IPv6 block that its VPC got after it was made.
 */
export async function rereadAttributes(run: Run, blueprint: Blueprint, logicalId: string): Promise<void> {
  const references = referencesIn(declarationOf(blueprint, logicalId).Properties);
  const owners = new Set(references.flatMap((each) => (each.kind === 'attribute' ? each.name : [])));
  for (const name of owners) {
    const record = recordOf(run, name);
    const type = record && run.context.kernel.resourceType(record.type);
    if (!record?.state || !type?.attributesNow) continue;
    const attributes = await type.attributesNow(record.state, resourceContext(run, name));
    const current = recordOf(run, name);
    if (!current?.state || isDeepStrictEqual(current.state.attributes, attributes)) continue;
    storeResource(run, { ...current, state: { ...current.state, attributes } }, current.status, current.statusReason);
  }
}
