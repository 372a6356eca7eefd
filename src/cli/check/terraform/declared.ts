import { isRecord } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import type { Argument, Block } from './read-blocks.ts';

/** A resource or data source of Terraform, however it was written down. */
export interface Declared {
  readonly mode: 'resource' | 'data';
  readonly type: string;
  readonly address: string;
  readonly line: number;
  readonly arguments: readonly Argument[];
}

/** By a block of Terraform's language; none by a module or a variable. */
export function declaredByBlock({ kind, labels, line, arguments: given }: Block): Declared[] {
  const [type, name] = labels;
  if ((kind !== 'resource' && kind !== 'data') || type === undefined || name === undefined) return [];
  return [{ mode: kind, type, address: addressOf(kind, type, name), line, arguments: given }];
}

/** By a file of Terraform's language in its form as JSON. */
export function declaredByJson({ value, lines }: Document): Declared[] {
  return (['resource', 'data'] as const).flatMap((mode) =>
    entriesOf(isRecord(value) ? value[mode] : undefined).flatMap(([type, named]) =>
      entriesOf(named).map(([name, body]): Declared => {
        const given = entriesOf(body).map(([argument, set]) =>
          argumentOf(argument, set, lineAt(lines, [mode, type, name, argument])),
        );
        const line = lineAt(lines, [mode, type, name]);
        return { mode, type, address: addressOf(mode, type, name), line, arguments: given };
      }),
    ),
  );
}

/** Whether `terraform show -json` wrote it, of a plan or of a state. */
export const isPlan = (value: unknown): boolean =>
  isRecord(value) &&
  typeof value.format_version === 'string' &&
  (isRecord(value.planned_values) || isRecord(value.values));

/** By a plan: all resources that it would leave behind, those of modules included. */
export function declaredByPlan({ value }: Document): Declared[] {
  const values = isRecord(value) ? (value.planned_values ?? value.values) : undefined;
  return resourcesOf(isRecord(values) ? values.root_module : undefined).flatMap((resource): Declared[] => {
    const { type, address, mode, values: settings } = resource;
    if (typeof type !== 'string' || typeof address !== 'string') return [];
    const given = entriesOf(settings).filter(([, set]) => isGiven(set));
    const arguments_ = given.map(([name, set]) => argumentOf(name, set, 1));
    return [{ mode: mode === 'data' ? 'data' : 'resource', type, address, line: 1, arguments: arguments_ }];
  });
}

/** Plans name every argument that there is. */
const isGiven = (value: unknown): boolean =>
  value !== null && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0);

function resourcesOf(module: unknown): Readonly<Record<string, unknown>>[] {
  if (!isRecord(module)) return [];
  const { resources, child_modules: children } = module;
  return [
    ...(Array.isArray(resources) ? resources.filter(isRecord) : []),
    ...(Array.isArray(children) ? children.flatMap(resourcesOf) : []),
  ];
}

/** Blocks that may be there more than once are lists of one. */
function entriesOf(value: unknown): [string, unknown][] {
  const only: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isRecord(only) ? Object.entries(only) : [];
}

const argumentOf = (name: string, value: unknown, line: number): Argument => ({
  name,
  line,
  ...(typeof value === 'string' && { text: value }),
});

const addressOf = (mode: 'resource' | 'data', type: string, name: string): string =>
  `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
