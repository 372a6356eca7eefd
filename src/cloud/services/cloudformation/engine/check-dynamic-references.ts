import { validationError } from '../errors.ts';
import { type Call, storedParameter } from './deploy/resource/dynamic-references.ts';
import { isRecord, type ResourceDeclaration } from './template/template.ts';

/**
 * The properties in which AWS reads secure parameters, of types that are here.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html
 */
const secureProperties: ReadonlySet<string> = new Set(['AWS::IAM::User/Properties/LoginProfile/Password']);

const reference = /\{\{resolve:(ssm|ssm-secure):([^{}]*)\}\}/g;

interface Found {
  readonly path: string;
  readonly service: string;
  readonly key: string;
}

/**
 * Throws AWS's complaint about references to Parameter Store that cannot be read, before anything is made. Those that
 * depend on what the deployment will tell are read when their resource is made.
 */
export async function checkDynamicReferences(
  resources: ReadonlyMap<string, ResourceDeclaration>,
  planned: ReadonlyMap<string, unknown>,
  call: Call,
): Promise<void> {
  const found: Found[] = [];
  for (const [logicalId, { Type }] of resources) collect(planned.get(logicalId), `${Type}/Properties`, found);
  const secure = found.filter(({ service, path }) => service === 'ssm-secure' && !secureProperties.has(path));
  if (secure.length > 0) {
    throw validationError(`SSM Secure reference is not supported in: [${secure.map(({ path }) => path).join(',')}]`);
  }
  const malformed = found.find(({ key }) => !/^[\w./-]+(:\d+)?$/.test(key));
  if (malformed) {
    const text = `{{resolve:${malformed.service}:${malformed.key}}}`;
    throw validationError(`Incorrect format is used in the following SSM reference: [${text}]`);
  }
  const keys = new Set(found.flatMap(({ service, key }) => (service === 'ssm' ? [key] : [])));
  const stored = await Promise.all(Array.from(keys, (key) => storedParameter(key, call)));
  const missing = [...keys].filter((_, index) => stored[index] === undefined);
  if (missing.length === 0) return;
  throw validationError(`Parameters: [${missing.map((key) => `ssm:${key}`).join(', ')}] cannot be found.`);
}

function collect(value: unknown, path: string, found: Found[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, path, found);
  if (isRecord(value)) for (const [key, member] of Object.entries(value)) collect(member, `${path}/${key}`, found);
  if (typeof value !== 'string' || !value.includes('{{resolve:ssm')) return;
  for (const [, service = '', key = ''] of value.matchAll(reference)) found.push({ path, service, key });
}
