import type { IndexDefinition, Table } from '../state.ts';
import { keyNames } from './keys.ts';

/** Names of the attributes that an index holds; undefined where it holds all. */
export function projectedNames(table: Table, index: IndexDefinition): ReadonlySet<string> | undefined {
  const { ProjectionType, NonKeyAttributes = [] } = index.projection;
  if (ProjectionType === 'ALL') return undefined;
  const names = new Set(keyNames(table, index));
  if (ProjectionType === 'INCLUDE') for (const name of NonKeyAttributes) names.add(name);
  return names;
}
