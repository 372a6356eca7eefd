import { isRecord, type Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import { emulated, type Finding, type Judgement, type Note, refused, type Sighting, unknown } from '../finding.ts';
import { imageFunction, judgePuts, judgeRuntime, type Puts } from '../judge/judge-puts.ts';
import type { Judges } from '../judge/judges.ts';
import { nearestName } from '../judge/nearest-name.ts';
import { checkResources } from '../templates/check-template.ts';
import { alone, memberOf, membersOf, type Part, type Path } from './follow-file.ts';
import { functionSettings, plugins, serverlessEvents } from './serverless-events.ts';

/** A configuration that is being looked at. */
interface Configuration {
  /** Of the project, from which files are told. */
  readonly root: string;
  readonly document: Document;
  readonly judges: Judges;
}

/** Whether it is of the Serverless Framework, whatever its file is called. */
export const isServerlessYml = (value: unknown): boolean =>
  isRecord(value) && 'provider' in value && ('service' in value || 'functions' in value);

/** What is found of a `serverless.yml` (version 3): its provider, functions, events, plugins and resources, in whatever files. */
export async function checkServerlessYml(root: string, document: Document, judges: Judges): Promise<Sighting> {
  const { value } = document;
  const whole: Part = { document, path: [], value };
  const configuration = { root, document, judges };
  const findings = checkProvider(configuration, isRecord(value) ? value.provider : undefined);
  for (const [name, declared] of membersOf(root, memberOf(root, whole, 'functions')))
    findings.push(...(await checkFunction({ ...configuration, document: declared.document }, name, declared)));
  for (const [name, layer] of membersOf(root, memberOf(root, whole, 'layers'))) {
    const said = judges.type.type('AWS::Lambda::LayerVersion');
    findings.push(finding({ ...configuration, ...layer }, 'resource', `layer ${name}`, layer.path, said));
  }
  const declared = isRecord(value) ? value.plugins : undefined;
  for (const [name, path] of pluginsOf(declared)) {
    const puts = Object.hasOwn(plugins, name) ? plugins[name] : undefined;
    if (puts) findings.push(finding(configuration, 'setting', `plugin ${name}`, path, await judgePuts(puts, judges)));
  }
  for (const [name, resource] of resourcesOf(root, memberOf(root, whole, 'resources')))
    findings.push(...(await checkResources(alone(name, resource), { [name]: resource.value }, [], judges)));
  return { findings, notes: notesOn(configuration, declared) };
}

/** `resources: { Resources: … }`, or a list of such. */
function resourcesOf(root: string, part: Part): [name: string, resource: Part][] {
  if (Array.isArray(part.value))
    return part.value.flatMap((_, index) => resourcesOf(root, memberOf(root, part, index)));
  return membersOf(root, memberOf(root, part, 'Resources'));
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
function checkSettings(configuration: Configuration, name: string, settings: Json, path: Path): Finding[] {
  return Object.keys(settings).flatMap((setting): Finding[] => {
    const meant = Object.hasOwn(functionSettings, setting) ? functionSettings[setting] : undefined;
    if (meant === undefined) return [];
    const [type = '', property] = meant.split('.');
    const { type: judge } = configuration.judges;
    const byTable = property === undefined ? judge.type(type) : judge.property(type, property);
    const said = (setting === 'runtime' && judgeRuntime(settings[setting], configuration.judges)) || byTable;
    return [{ ...finding(configuration, 'property', `${setting} (${meant})`, [...path, setting], said), name }];
  });
}

async function checkFunction(
  configuration: Configuration,
  name: string,
  { value: declared, path }: Part,
): Promise<Finding[]> {
  if (!isRecord(declared)) return [];
  const isImage = declared.image !== undefined;
  const puts: Puts = {
    becomes: ['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::IAM::Role'],
    ...(isImage && { with: imageFunction }),
  };
  const said = await judgePuts(puts, configuration.judges);
  const found: Finding[] = [
    { ...finding(configuration, 'resource', 'function', isImage ? [...path, 'image'] : path, said), name },
    ...checkSettings(configuration, name, declared, path),
  ];
  for (const [index, event] of (Array.isArray(declared.events) ? declared.events : []).entries())
    found.push(...(await checkEvent(configuration, name, event, [...path, 'events', index])));
  return found;
}

/** `- http: GET /orders`, `- sqs: { arn: … }`, `- alexaSkill` */
async function checkEvent(configuration: Configuration, name: string, event: unknown, path: Path): Promise<Finding[]> {
  const kinds = isRecord(event)
    ? Object.keys(event)
    : typeof event === 'string' && !event.includes('${')
      ? [event]
      : [];
  const [kind] = kinds;
  if (kind === undefined) return [];
  const puts = Object.hasOwn(serverlessEvents, kind) ? serverlessEvents[kind] : undefined;
  const said = puts
    ? await judgePuts(puts, configuration.judges)
    : unknown('the framework has no such event', nearestName(kind, Object.keys(serverlessEvents)));
  return [{ ...finding(configuration, 'event', `event ${kind}`, path, said), name }];
}

/** A list, or `{ modules: [ … ] }`. */
function pluginsOf(value: unknown): [name: string, path: Path][] {
  const list = isRecord(value) ? value.modules : value;
  const base: Path = isRecord(value) ? ['plugins', 'modules'] : ['plugins'];
  return (Array.isArray(list) ? list : []).flatMap((name, index): [string, Path][] =>
    typeof name === 'string' ? [[name, [...base, index]]] : [],
  );
}

/** Plugins that nobody here knows. */
function notesOn({ document }: Configuration, declared: unknown): Note[] {
  return pluginsOf(declared).flatMap(([name, path]) => {
    if (Object.hasOwn(plugins, name) || name.startsWith('.')) return [];
    const message = `plugin ${name}: what it adds is not known here. To see it: serverless package && squall check .serverless`;
    return [{ file: document.file, line: lineAt(document.lines, path), message }];
  });
}
