import { nearestWord } from '../../../cloud/kernel/nearest-word.ts';
import { isRecord } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import {
  emulated,
  type Finding,
  isBad,
  type Judgement,
  type Note,
  refused,
  type Sighting,
  unknown,
} from '../finding.ts';
import { judgeAll } from '../judge/judge-all.ts';
import { judgeEventSource } from '../judge/judge-event-source.ts';
import type { TypeJudge } from '../judge/type-judge.ts';
import { checkResources } from '../templates/check-template.ts';
import { functionSettings, type Puts, plugins, serverlessEvents } from './serverless-events.ts';

type Path = readonly (string | number)[];

/** A configuration that is being looked at. */
interface Configuration {
  readonly document: Document;
  readonly judge: TypeJudge;
}

/** Whether it is of the Serverless Framework, whatever its file is called. */
export const isServerlessYml = (value: unknown): boolean =>
  isRecord(value) && 'provider' in value && ('service' in value || 'functions' in value);

/** What is found of a `serverless.yml` (version 3): its provider, functions, events, plugins and resources. */
export function checkServerlessYml(document: Document, judge: TypeJudge): Sighting {
  const value = isRecord(document.value) ? document.value : {};
  const configuration = { document, judge };
  return {
    findings: [
      ...checkProvider(configuration, value.provider),
      ...namedIn(value.functions).flatMap(([name, declared, path]) =>
        checkFunction(configuration, name, declared, ['functions', ...path]),
      ),
      ...namedIn(value.layers).map(([name, , path]) =>
        finding(
          configuration,
          'resource',
          `layer ${name}`,
          ['layers', ...path],
          judge.type('AWS::Lambda::LayerVersion'),
        ),
      ),
      ...pluginsOf(value.plugins).flatMap(([name, path]) => checkPlugin(configuration, name, path)),
      ...resourcesOf(value.resources).flatMap(([resources, path]) => checkResources(document, resources, path, judge)),
    ],
    notes: notesOn(configuration, value),
  };
}

function finding(
  { document }: Configuration,
  subject: Finding['subject'],
  what: string,
  path: Path,
  said: Judgement,
): Finding {
  return { subject, what, file: document.file, line: lineAt(document.lines, path), ...said };
}

function checkProvider(configuration: Configuration, provider: unknown): Finding[] {
  const name = isRecord(provider) ? provider.name : provider;
  const others = refused('Squall is an AWS; functions of other providers do not run here');
  const found = [
    finding(
      configuration,
      'setting',
      `provider ${String(name)}`,
      ['provider', 'name'],
      name === 'aws' ? emulated : others,
    ),
  ];
  return isRecord(provider) ? [...found, ...checkSettings(configuration, 'provider', provider, ['provider'])] : found;
}

/** What functions take from the provider is written there in the same words. */
function checkSettings(configuration: Configuration, name: string, settings: object, path: Path): Finding[] {
  return Object.keys(settings).flatMap((setting): Finding[] => {
    const meant = Object.hasOwn(functionSettings, setting) ? functionSettings[setting] : undefined;
    if (meant === undefined) return [];
    const [type = '', property] = meant.split('.');
    const said = property === undefined ? configuration.judge.type(type) : configuration.judge.property(type, property);
    return [{ ...finding(configuration, 'property', `${setting} (${meant})`, [...path, setting], said), name }];
  });
}

function checkFunction(configuration: Configuration, name: string, declared: unknown, path: Path): Finding[] {
  if (!isRecord(declared)) return [];
  const isImage = declared.image !== undefined;
  const images = refused('functions of container images are not emulated; give a handler instead');
  const said = isImage
    ? images
    : judgeAll(['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::IAM::Role'], configuration.judge);
  const found: Finding[] = [
    { ...finding(configuration, 'resource', 'function', isImage ? [...path, 'image'] : path, said), name },
  ];
  found.push(...checkSettings(configuration, name, declared, path));
  const events = Array.isArray(declared.events) ? declared.events : [];
  return [
    ...found,
    ...events.flatMap((event, index) => checkEvent(configuration, name, event, [...path, 'events', index])),
  ];
}

/** `- http: GET /orders`, `- sqs: { arn: … }`, `- alexaSkill` */
function checkEvent(configuration: Configuration, name: string, event: unknown, path: Path): Finding[] {
  const kinds = isRecord(event)
    ? Object.keys(event)
    : typeof event === 'string' && !event.includes('${')
      ? [event]
      : [];
  const [kind] = kinds;
  if (kind === undefined) return [];
  const said = Object.hasOwn(serverlessEvents, kind) ? serverlessEvents[kind] : undefined;
  const judgement = said
    ? judgePuts(said, configuration.judge)
    : unknown('the framework has no such event', nearestWord(kind, Object.keys(serverlessEvents)));
  return [{ ...finding(configuration, 'event', `event ${kind}`, path, judgement), name }];
}

function judgePuts({ becomes, source }: Puts, judge: TypeJudge): Judgement {
  const said = source === undefined ? emulated : judgeEventSource(source);
  return isBad(said) ? said : judgeAll(becomes, judge);
}

function checkPlugin(configuration: Configuration, name: string, path: Path): Finding[] {
  const puts = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
  return puts ? [finding(configuration, 'setting', `plugin ${name}`, path, judgePuts(puts, configuration.judge))] : [];
}

/** A map of them, or a list of maps, as files are included. */
function namedIn(value: unknown): [name: string, declared: unknown, path: Path][] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      namedIn(item).map(([name, declared, path]) => [name, declared, [index, ...path]] as [string, unknown, Path]),
    );
  }
  return isRecord(value) ? Object.entries(value).map(([name, declared]) => [name, declared, [name]]) : [];
}

/** A list, or `{ modules: [ … ] }`. */
function pluginsOf(value: unknown): [name: string, path: Path][] {
  const list = isRecord(value) ? value.modules : value;
  const base: Path = isRecord(value) ? ['plugins', 'modules'] : ['plugins'];
  return (Array.isArray(list) ? list : []).flatMap((name, index): [string, Path][] =>
    typeof name === 'string' ? [[name, [...base, index]]] : [],
  );
}

/** `resources: { Resources: … }`, or a list of such. */
function resourcesOf(value: unknown): [resources: unknown, path: string[]][] {
  if (!Array.isArray(value)) return isRecord(value) ? [[value.Resources, ['resources', 'Resources']]] : [];
  return value.flatMap((part, index): [unknown, string[]][] =>
    isRecord(part) ? [[part.Resources, ['resources', String(index), 'Resources']]] : [],
  );
}

/** What is written elsewhere, and plugins that nobody here knows. */
function notesOn({ document }: Configuration, { plugins: declared }: Readonly<Record<string, unknown>>): Note[] {
  return pluginsOf(declared).flatMap(([name, path]) => {
    if (Object.hasOwn(plugins, name) || name.startsWith('.')) return [];
    const message = `plugin ${name}: what it adds is not known here. To see it: serverless package && squall check .serverless`;
    return [{ file: document.file, line: lineAt(document.lines, path), message }];
  });
}
