import { InvalidDocument, InvalidTemplate, SamError } from './language/errors.ts';
import { expectMap } from './language/expect.ts';
import { type Fields, has, isMap, isTruthy } from './language/values.ts';

/** A resource of SAM's within a template. */
export type SamEntry = Fields & { readonly Type: string };

/** Types whose properties are looked at before the transform; connectors are not among them. */
const samTypes: ReadonlySet<unknown> = new Set(
  [
    'Api',
    'Application',
    'CapacityProvider',
    'Function',
    'HttpApi',
    'LayerVersion',
    'MicrovmImage',
    'NetworkConnector',
    'SimpleTable',
    'StateMachine',
    'WebFunction',
    'WebSocketApi',
  ].map((name) => `AWS::Serverless::${name}`),
);

/** @throws InvalidDocument where a condition is no text */
function isSamEntry(entry: Fields): entry is SamEntry {
  if (isTruthy(entry.Condition) && typeof entry.Condition !== 'string') {
    throw new InvalidDocument([new InvalidTemplate('Every Condition member must be a string.')]);
  }
  return samTypes.has(entry.Type);
}

/** The template's SAM resources, of some types or of all, by their logical ids. */
export function samEntries(template: Fields, types?: readonly string[]): [string, SamEntry][] {
  return Object.entries(template.Resources as Record<string, Fields>).filter(
    (pair): pair is [string, SamEntry] => isSamEntry(pair[1]) && (types?.includes(pair[1].Type) ?? true),
  );
}

/** The properties of a resource; one that has none gets an empty map, which stays in the template. */
export function propertiesOf(entry: Fields): Fields {
  if (!has(entry, 'Properties')) entry.Properties = {};
  return entry.Properties as Fields;
}

/** @throws InvalidDocument for what is no template, before anything is done with it */
export function assertTemplate(template: Fields): void {
  const { Resources } = template;
  if (!isMap(Resources) || !isTruthy(Resources)) throw invalid("'Resources' section is required");
  if (!Object.values(Resources).every(isMap)) {
    throw invalid("All 'Resources' must be Objects. If you're using YAML, this may be an indentation issue.");
  }
  for (const [id, entry] of samEntries(template)) {
    try {
      expectMap(has(entry, 'Properties') ? entry.Properties : {}, { id, path: 'Properties', of: 'attribute' });
    } catch (error) {
      throw error instanceof SamError ? new InvalidDocument([error]) : error;
    }
  }
}

const invalid = (problem: string) => new InvalidDocument([new InvalidTemplate(problem)]);
