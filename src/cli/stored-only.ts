import { type StoredOnly, storedOnlyIn } from '../cloud/service-kit/stored-only.ts';
import { readAssembly } from '../harness/assembly.ts';

interface DeclaredResource {
  readonly Type?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** What a deploy says last: the settings of the app that are kept and have no effect here, a line each. */
export function storedOnlyLines(assemblyDirectory: string, storedOnly: StoredOnly): string[] {
  const resources = readAssembly(assemblyDirectory).flatMap(({ template }) =>
    Object.values((JSON.parse(template) as { Resources?: Record<string, DeclaredResource> }).Resources ?? {}),
  );
  const settings = storedOnlyIn(
    storedOnly,
    resources.map(({ Type: type = '', Properties: properties = {} }) => ({ type, properties })),
  );
  if (settings.length === 0) return [];
  return ['Kept, and without effect here:', ...settings.map(({ setting, reason }) => `  ${setting}: ${reason}`)];
}
