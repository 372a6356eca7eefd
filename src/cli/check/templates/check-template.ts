import { UnsupportedError } from '../../../cloud/kernel/errors.ts';
import { type Reference, referencesIn } from '../../../cloud/services/cloudformation/engine/graph/references.ts';
import { isRecord, type Json } from '../../../cloud/services/cloudformation/engine/template/template.ts';
import { assertTransformsEmulated } from '../../../cloud/services/cloudformation/engine/transforms/apply-transforms.ts';
import { transformNames } from '../../../cloud/services/cloudformation/engine/transforms/transform-calls.ts';
import { lineAt } from '../documents/lines.ts';
import type { Document } from '../documents/read-document.ts';
import { emulated, type Finding, isBad, type Judgement, refused, unknown } from '../finding.ts';
import type { Judges } from '../judge/judges.ts';
import type { TypeJudge } from '../judge/type-judge.ts';
import { checkGlobals, checkServerless, isServerless } from '../sam/check-serverless.ts';
import { type Trial, tryTemplate } from '../trial/try-template.ts';

/** What is found of the resources of a template, their properties, and the attributes that are asked of them. */
export async function checkTemplate(document: Document, judges: Judges): Promise<Finding[]> {
  const template = isRecord(document.value) ? document.value : {};
  const transforms = checkTransforms(document);
  const isRefused = transforms.some(isBad);
  const { refusals, failure } = isRefused ? nothingTried : await tryTemplate(document.value, judges.trial);
  const found = [
    ...transforms,
    ...checkTransformed(document, template),
    ...(await checkGlobals(document, template.Globals, judges)),
    ...(await checkResources(document, template.Resources, ['Resources'], judges, refusals)),
  ];
  // What is wrong with one of its resources is told there, and may be why the whole is refused.
  return failure && !found.some(isBad) ? [failureOf(document, failure), ...found] : found;
}

/** CloudFormation by itself knows no type of SAM's. */
function checkTransformed({ file, lines }: Document, { Transform, Resources, ...rest }: Json): Finding[] {
  if (Transform !== undefined || rest['Fn::Transform'] !== undefined || !isRecord(Resources)) return [];
  const found = Object.entries(Resources).find(([, entry]) => isRecord(entry) && isServerless(String(entry.Type)));
  if (!found) return [];
  const line = lineAt(lines, ['Resources', found[0], 'Type']);
  const judgement = unknown('types of SAM need this line at the top: Transform: AWS::Serverless-2016-10-31');
  return [{ subject: 'setting', what: 'Transform', file, line, ...judgement }];
}

const nothingTried: Trial = { refusals: new Map() };

function failureOf({ file, lines }: Document, { isOurs, message }: NonNullable<Trial['failure']>): Finding {
  const judgement = isOurs ? refused(message) : unknown(message);
  // Transforms name a resource, or what they make of it, which begins with its name.
  const [, id = ''] = /Resource with id \[(\w+)\]/.exec(message) ?? [];
  const [named] = [...(lines.members.get('Resources')?.members.keys() ?? [])]
    .filter((key) => id.startsWith(key))
    .sort((a, b) => b.length - a.length);
  const line = lineAt(lines, named === undefined ? ['Resources'] : ['Resources', named]);
  return { subject: 'setting', what: 'template', file, line, ...judgement };
}

/** Of resources wherever they are written: in a template, or among those of a `serverless.yml`. */
export async function checkResources(
  document: Document,
  resources: unknown,
  path: readonly string[],
  judges: Judges,
  refusals: Trial['refusals'] = nothingTried.refusals,
): Promise<Finding[]> {
  const declared = new Map(
    Object.entries(isRecord(resources) ? resources : {}).flatMap(([id, entry]) => declarationOf(id, entry)),
  );
  const types = new Map([...declared].map(([id, { type }]) => [id, type]));
  const found: Finding[] = [];
  for (const [id, resource] of declared) {
    if (isServerless(resource.type))
      found.push(...blamed(await checkServerless(document, { id, ...resource }, judges), resource, refusals.get(id)));
    else {
      const place = (...inner: string[]) => ({
        file: document.file,
        line: lineAt(document.lines, [...path, id, ...inner]),
      });
      found.push(...blamed(checkResource(resource, place, types, judges.type), resource, refusals.get(id)));
    }
  }
  return found;
}

function checkResource(
  { type, name, properties }: Declaration,
  place: (...inner: string[]) => { readonly file: string; readonly line: number },
  types: ReadonlyMap<string, string>,
  judge: TypeJudge,
): Finding[] {
  const judgement = judge.type(type);
  const found: Finding[] = [{ subject: 'resource', what: type, name, ...place('Type'), ...judgement }];
  // What is said of a type that is not here, is said of all of it.
  if (isBad(judgement)) return found;
  for (const [property, value] of Object.entries(properties)) {
    if (property.startsWith('Fn::')) continue;
    const at = place('Properties', property);
    found.push({ subject: 'property', what: `${type}.${property}`, name, ...at, ...judge.property(type, property) });
    for (const asked of attributesIn(value, types, judge)) found.push({ subject: 'attribute', name, ...at, ...asked });
  }
  return found;
}

/** Puts a refusal down to the property that it speaks of, by name or by value, else to the resource. */
function blamed(found: readonly Finding[], { type, properties }: Declaration, refusal: string | undefined): Finding[] {
  if (refusal === undefined || found.some(isBad)) return [...found];
  const words = new Set(refusal.match(/[\w.-]+/g));
  const property = Object.keys(properties).find((name) => words.has(name) || words.has(String(properties[name])));
  const what = property === undefined ? type : `${type}.${property}`;
  const at = Math.max(
    0,
    found.findIndex((finding) => finding.what === what),
  );
  return found.map((finding, index) =>
    index === at ? { ...finding, ...refused(`Squall does not emulate ${refusal}`) } : finding,
  );
}

interface Declaration {
  readonly type: string;
  readonly name: string;
  readonly properties: Json;
}

function declarationOf(id: string, entry: unknown): [string, Declaration][] {
  if (!isRecord(entry) || typeof entry.Type !== 'string') return [];
  const { Metadata, Properties } = entry;
  const path = isRecord(Metadata) ? Metadata['aws:cdk:path'] : undefined;
  const name = typeof path === 'string' ? path : id;
  return [[id, { type: entry.Type, name, properties: isRecord(Properties) ? Properties : {} }]];
}

/** What a value asks of other resources by `Fn::GetAtt`, or by `${Queue.Arn}`. */
function attributesIn(
  value: unknown,
  types: ReadonlyMap<string, string>,
  judge: TypeJudge,
): (Judgement & { readonly what: string })[] {
  return references(value).flatMap((reference) => {
    if (reference.kind !== 'attribute' || typeof reference.attribute !== 'string') return [];
    const type = types.get(reference.name);
    if (type === undefined) return [];
    return [{ what: `${type}.${reference.attribute}`, ...judge.attribute(type, reference.attribute) }];
  });
}

/** A name that can be none is CloudFormation's to refuse. */
function references(value: unknown): readonly Reference[] {
  try {
    return referencesIn(value);
  } catch {
    return [];
  }
}

function checkTransforms(document: Document): Finding[] {
  return transforms(document.value).map((name) => {
    const place = { file: document.file, line: lineAt(document.lines, ['Transform']) };
    return { subject: 'setting', what: `Transform ${name}`, ...place, ...judgeTransform(name) };
  });
}

function transforms(value: unknown): readonly string[] {
  try {
    return transformNames(value);
  } catch {
    return [];
  }
}

function judgeTransform(name: string): Judgement {
  try {
    assertTransformsEmulated([name]);
    return emulated;
  } catch (error) {
    if (error instanceof UnsupportedError) return refused('this transform is not emulated');
    throw error;
  }
}
