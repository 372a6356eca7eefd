import { isStructure, type Structure } from '../../../../gateway/openapi/structure.ts';
import { parseJson } from '../../../../kernel/json.ts';
import type { ModelRecord } from '../../state.ts';

/** Where a version of OpenAPI has its models. */
export const modelPrefix = (version: 2 | 3): string => (version === 2 ? '#/definitions/' : '#/components/schemas/');

/** The models of an API, in the words of OpenAPI: references lead to their neighbours. */
export function writeModels(models: readonly ModelRecord[], version: 2 | 3): Record<string, object> {
  return Object.fromEntries(models.map((model) => [model.name, schemaOf(model, modelPrefix(version))]));
}

function schemaOf({ schema = '', description }: ModelRecord, prefix: string): object {
  const value = withReferences(parseJson(schema), prefix);
  if (!isStructure(value)) return {};
  const { $schema: _, ...rest } = value as Structure;
  return description === undefined || rest.description !== undefined ? rest : { ...rest, description };
}

function withReferences(value: unknown, prefix: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withReferences(item, prefix));
  if (!isStructure(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      const name = key === '$ref' && typeof member === 'string' ? /\/models\/([^/]+)$/.exec(member)?.[1] : undefined;
      return [key, name === undefined ? withReferences(member, prefix) : `${prefix}${name}`];
    }),
  );
}
