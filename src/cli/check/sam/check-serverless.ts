import { nearestWord } from '../../../cloud/kernel/nearest-word.ts';
import { isRecord, type Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import { type Finding, isBad, type Judgement, refused, unknown } from '../finding.ts';
import { judgeAll } from '../judge/judge-all.ts';
import { judgeEventSource } from '../judge/judge-event-source.ts';
import type { TypeJudge } from '../judge/type-judge.ts';
import { type SamType, samEvents, samTypes } from './sam-types.ts';

/** Whether resources of the type are the transform's to make. */
export const isServerless = (type: string): boolean => type.startsWith('AWS::Serverless::');

/**
 * What is found of a resource of AWS::Serverless by the table of what such resources become. Its properties are judged as those
 * of the resources that they go to.
 */
export function checkServerless(
  document: Document,
  { id, type, properties }: { readonly id: string; readonly type: string; readonly properties: Json },
  judge: TypeJudge,
): Finding[] {
  const place = (...inner: string[]) => ({
    file: document.file,
    line: lineAt(document.lines, ['Resources', id, ...inner]),
  });
  const sam = Object.hasOwn(samTypes, type) ? samTypes[type] : undefined;
  if (!sam) {
    const judgement = unknown('the transform has no such type', nearestWord(type, Object.keys(samTypes)));
    return [{ subject: 'resource', what: type, name: id, ...place('Type'), ...judgement }];
  }
  const judgement = judgeResource(type, sam, properties, judge);
  const found: Finding[] = [{ subject: 'resource', what: type, name: id, ...place('Type'), ...judgement }];
  if (isBad(judgement)) return found;
  found.push(
    ...Object.keys(properties)
      .filter((name) => !name.startsWith('Fn::'))
      .map((name): Finding => {
        const at = place('Properties', name);
        return { subject: 'property', what: `${type}.${name}`, name: id, ...at, ...judgeSamProperty(sam, name, judge) };
      }),
  );
  const { Events } = properties;
  if (isRecord(Events)) found.push(...checkEvents(id, Events, (event) => place('Properties', 'Events', event), judge));
  return found;
}

/** Of `Globals`, whose properties go to all resources of their type. */
export function checkGlobals(document: Document, globals: unknown, judge: TypeJudge): Finding[] {
  if (!isRecord(globals)) return [];
  return Object.entries(globals).flatMap(([section, properties]) => {
    const type = `AWS::Serverless::${section}`;
    const sam = Object.hasOwn(samTypes, type) ? samTypes[type] : undefined;
    if (!sam || !isRecord(properties)) return [];
    return Object.keys(properties).map((name): Finding => {
      const place = { file: document.file, line: lineAt(document.lines, ['Globals', section, name]) };
      return {
        subject: 'property',
        what: `${type}.${name}`,
        name: 'Globals',
        ...place,
        ...judgeSamProperty(sam, name, judge),
      };
    });
  });
}

/** Applications of the repository are somebody else's templates. */
function judgeResource(type: string, { becomes }: SamType, { Location }: Json, judge: TypeJudge): Judgement {
  if (type === 'AWS::Serverless::Application' && isRecord(Location) && 'ApplicationId' in Location)
    return refused(
      'applications of the Serverless Application Repository are not emulated; name a template of your own',
    );
  return judgeAll(becomes, judge);
}

function judgeSamProperty({ becomes, own }: SamType, name: string, judge: TypeJudge): Judgement {
  const makes = Object.hasOwn(own, name) ? own[name] : undefined;
  const passed = becomes.map((type) => judge.property(type, name)).find(({ verdict }) => verdict !== 'unknown');
  if (makes === undefined) {
    return passed ?? unknown('the type has no such property', nearestWord(name, Object.keys(own)));
  }
  return makes.length === 0 && passed ? passed : judgeAll(makes, judge);
}

/** A function's, or those of a state machine. */
function checkEvents(
  id: string,
  events: Json,
  placeOf: (event: string) => { readonly file: string; readonly line: number },
  judge: TypeJudge,
): Finding[] {
  return Object.entries(events).flatMap(([event, declared]) => {
    if (!isRecord(declared) || typeof declared.Type !== 'string') return [];
    const { Type } = declared;
    return [
      {
        subject: 'event',
        what: `event ${Type}`,
        name: `${id}/${event}`,
        ...placeOf(event),
        ...judgeEvent(Type, judge),
      },
    ];
  });
}

function judgeEvent(type: string, judge: TypeJudge): Judgement {
  const event = Object.hasOwn(samEvents, type) ? samEvents[type] : undefined;
  if (!event) return unknown('the transform has no such event', nearestWord(type, Object.keys(samEvents)));
  const source = event.source === undefined ? undefined : judgeEventSource(event.source);
  return source && isBad(source) ? source : judgeAll(event.becomes, judge);
}
