import { collecting } from '../language/collecting.ts';
import { DuplicateLogicalId, InvalidResource, type SamError } from '../language/errors.ts';
import { expectMap } from '../language/expect.ts';
import { copyOf, type Fields, has, isMap } from '../language/values.ts';
import { Resource } from '../resources/resource.ts';
import { isUnique } from '../unique-ids.ts';
import { connector } from './connector.ts';

/** Makes resources of the connectors that stand in the attribute `Connectors` of other resources. */
export function extractConnectors(resources: Record<string, Fields>, errors: SamError[]): void {
  const found: Resource[] = [];
  for (const [sourceId, entry] of Object.entries(resources)) {
    if (!has(entry, 'Connectors')) continue;
    collecting(errors, () => {
      const place = { id: sourceId, path: `${sourceId}.Connectors`, of: 'attribute' } as const;
      for (const [name, declared] of Object.entries(expectMap(entry.Connectors, place))) {
        collecting(errors, () => found.push(embedded(sourceId, name, declared, resources)));
      }
    });
  }
  for (const one of found) resources[one.logicalId] = one.write();
  for (const entry of Object.values(resources)) delete entry.Connectors;
}

function embedded(sourceId: string, name: string, declared: unknown, resources: Fields): Resource {
  const logicalId = sourceId + name;
  if (!isMap(declared)) throw new InvalidResource(logicalId, `${sourceId}.${logicalId} should be a map.`);
  const entry: Fields = { ...copyOf(declared), Type: connector.type };
  const place = { id: sourceId, path: `Connectors.${name}.Properties`, of: 'attribute' } as const;
  const properties = expectMap(entry.Properties, place);
  const { SourceReference } = properties;
  properties.Source = { Id: sourceId };
  if (has(properties, 'SourceReference')) {
    const source = expectMap(SourceReference, { id: sourceId, path: `Connectors.${name}.Properties.SourceReference` });
    if (has(source, 'Id')) throw new InvalidResource(name, "'Id' shouldn't be defined in 'SourceReference'.");
    properties.Source = { Id: sourceId, ...source };
    delete properties.SourceReference;
  }
  const resource = Resource.read(connector, logicalId, entry);
  if (!isUnique(resource, resources)) throw new DuplicateLogicalId(sourceId, logicalId, connector.type);
  return resource;
}
