import { isRecord, type Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import { emulated, type Finding, isBad, type Judgement, refused, unknown } from '../finding.ts';
import { imageFunction, judgePuts, judgeRuntime, judgeValues } from '../judge/judge-puts.ts';
import type { Judges } from '../judge/judges.ts';
import { nearestName } from '../judge/nearest-name.ts';
import { type SamType, samEvents, samTypes } from './sam-types.ts';

/** Whether resources of the type are the transform's to make. */
export const isServerless = (type: string): boolean => type.startsWith('AWS::Serverless::');

/**
 * What is found of a resource of AWS::Serverless by the table of what such resources become. Its properties are judged as those
 * of the resources that they go to.
 */
export async function checkServerless(
  document: Document,
  { id, type, properties }: { readonly id: string; readonly type: string; readonly properties: Json },
  judges: Judges,
): Promise<Finding[]> {
  const place = (...inner: string[]) => ({
    file: document.file,
    line: lineAt(document.lines, ['Resources', id, ...inner]),
  });
  const sam = Object.hasOwn(samTypes, type) ? samTypes[type] : undefined;
  if (!sam) {
    const judgement = unknown('the transform has no such type', nearestName(type, Object.keys(samTypes)));
    return [{ subject: 'resource', what: type, name: id, ...place('Type'), ...judgement }];
  }
  const judgement = await judgeResource(type, sam, properties, judges);
  const found: Finding[] = [{ subject: 'resource', what: type, name: id, ...place('Type'), ...judgement }];
  if (isBad(judgement)) return found;
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('Fn::')) continue;
    const said = await judgeSamProperty(sam, name, value, judges);
    found.push({ subject: 'property', what: `${type}.${name}`, name: id, ...place('Properties', name), ...said });
  }
  for (const [event, declared] of Object.entries(isRecord(properties.Events) ? properties.Events : {})) {
    if (!isRecord(declared) || typeof declared.Type !== 'string') continue;
    const { Type } = declared;
    const at = { name: `${id}/${event}`, ...place('Properties', 'Events', event) };
    found.push({ subject: 'event', what: `event ${Type}`, ...at, ...(await judgeEvent(Type, judges)) });
  }
  return found;
}

/** Of `Globals`, whose properties go to all resources of their type. */
export async function checkGlobals(document: Document, globals: unknown, judges: Judges): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [section, properties] of Object.entries(isRecord(globals) ? globals : {})) {
    const type = `AWS::Serverless::${section}`;
    const sam = Object.hasOwn(samTypes, type) ? samTypes[type] : undefined;
    if (!sam || !isRecord(properties)) continue;
    for (const [name, value] of Object.entries(properties)) {
      const place = { file: document.file, line: lineAt(document.lines, ['Globals', section, name]) };
      const said = await judgeSamProperty(sam, name, value, judges);
      found.push({ subject: 'property', what: `${type}.${name}`, name: 'Globals', ...place, ...said });
    }
  }
  return found;
}

/** Applications of the repository are somebody else's templates. */
async function judgeResource(type: string, sam: SamType, { Location }: Json, judges: Judges): Promise<Judgement> {
  if (type === 'AWS::Serverless::Application' && isRecord(Location) && 'ApplicationId' in Location)
    return refused('the Serverless Application Repository is not emulated; name a template of your own as Location');
  return judgePuts(sam, judges);
}

async function judgeSamProperty(
  { becomes, own }: SamType,
  name: string,
  value: unknown,
  judges: Judges,
): Promise<Judgement> {
  if (name === 'Runtime') return judgeRuntime(value, judges) ?? emulated;
  if (name === 'PackageType' && value === 'Image') return judgeValues('AWS::Lambda::Function', imageFunction, judges);
  const makes = Object.hasOwn(own, name) ? own[name] : undefined;
  const passed = becomes.map((type) => judges.type.property(type, name)).find(({ verdict }) => verdict !== 'unknown');
  if (makes === undefined) {
    return passed ?? unknown('the type has no such property', nearestName(name, Object.keys(own)));
  }
  return makes.length === 0 && passed ? passed : judgePuts({ becomes: makes }, judges);
}

async function judgeEvent(type: string, judges: Judges): Promise<Judgement> {
  const event = Object.hasOwn(samEvents, type) ? samEvents[type] : undefined;
  if (!event) return unknown('the transform has no such event', nearestName(type, Object.keys(samEvents)));
  return judgePuts(event, judges);
}
