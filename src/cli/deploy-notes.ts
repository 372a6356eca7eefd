import { readFileSync } from 'node:fs';
import { SquallError } from '../cloud/kernel/errors.ts';
import { readAssembly } from '../harness/assembly.ts';
import { askAdmin } from '../harness/cloud-client.ts';

interface Notes {
  readonly storedOnly: readonly { readonly setting: string; readonly reason: string }[];
  readonly refused: readonly { readonly id: string; readonly what: string }[];
  /** Of earlier versions it is not. */
  readonly lacking?: readonly string[];
}

interface Declared {
  readonly Type?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * What a deploy says last, a line each: what functions import and is not there, the functions that cannot run here, and
 * the settings that are kept and have no effect. The running cloud is asked, as it may be of another version than this command.
 */
export const deployNotes = (endpoint: string, assemblyDirectory: string): Promise<string[]> =>
  notesOn(endpoint, resourcesIn(assemblyDirectory));

/** Likewise of a single template, in JSON. */
export const templateNotes = (endpoint: string, stack: string, template: string): Promise<string[]> =>
  notesOn(endpoint, declaredIn(stack, template));

async function notesOn(endpoint: string, resources: readonly object[]): Promise<string[]> {
  const { refused, storedOnly, lacking } = await askNotes(endpoint, resources);
  return [
    ...lackingLines(lacking),
    ...titled(
      'Deployed, and never run here (every invoke answers 501):',
      refused.map(({ id, what }) => `${id}: ${what}`),
    ),
    ...titled(
      'Kept, and without effect here:',
      storedOnly.map(({ setting, reason }) => `${setting}: ${reason}`),
    ),
  ];
}

/** What a deploy that failed says last: its reason is often a function that could not start. */
export async function failureNotes(endpoint: string): Promise<string[]> {
  return lackingLines((await askNotes(endpoint, [])).lacking);
}

const lackingLines = (lacking: readonly string[] = []): string[] =>
  titled('Not installed, and so functions fail when they start:', lacking);

const askNotes = (endpoint: string, resources: readonly object[]): Promise<Notes> =>
  askAdmin<Notes>(endpoint, 'POST /_squall/deploy-notes', { resources }).catch((error) => {
    // A cloud of an earlier version, which knows nothing of this.
    if (error instanceof SquallError && error.code === 'NotFound') return { refused: [], storedOnly: [] };
    throw error;
  });

const titled = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];

/** Those of nested stacks included, whose templates are assets. */
const resourcesIn = (assemblyDirectory: string) =>
  readAssembly(assemblyDirectory).flatMap(({ name, template, assets }) => [
    ...declaredIn(name, template),
    ...assets
      .filter(({ path }) => path.endsWith('.nested.template.json'))
      .flatMap(({ path }) => declaredIn(name, readFileSync(path, 'utf8'))),
  ]);

function declaredIn(stack: string, template: string) {
  const { Resources = {} } = JSON.parse(template) as { Resources?: Readonly<Record<string, Declared>> };
  return Object.entries(Resources).map(([id, { Type: type = '', Properties = {} }]) => ({
    id: `${stack}/${id}`,
    type,
    properties: namesAndTexts(Properties),
  }));
}

/** Whatever else is deep in a property says nothing here, and may be large. */
const namesAndTexts = (properties: object) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [name, typeof value === 'string' ? value : null]),
  );
