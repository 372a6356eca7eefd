import { AwsError } from '../../../../../kernel/errors.ts';
import { parseJson } from '../../../../../kernel/json.ts';
import { validationError } from '../../../errors.ts';
import { isRecord } from '../../template/template.ts';

/** Reads what a dynamic reference names. */
export type Call = <Output>(service: string, operation: string, input: object) => Promise<Output>;

const referencePattern = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;

/**
 * Replaces every `{{resolve:…}}` in the value by what Parameter Store or Secrets Manager has.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
 */
export async function resolveDynamicReferences(value: unknown, call: Call): Promise<unknown> {
  if (typeof value === 'string') return value.includes('{{resolve:') ? resolveText(value, call) : value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveDynamicReferences(item, call)));
  if (!isRecord(value)) return value;
  const members = await Promise.all(
    Object.entries(value).map(async ([key, member]) => [key, await resolveDynamicReferences(member, call)] as const),
  );
  return Object.fromEntries(members);
}

async function resolveText(text: string, call: Call): Promise<string> {
  const found = [...text.matchAll(referencePattern)];
  const values = await Promise.all(found.map(([, service = '', key = '']) => readReference(service, key, call)));
  let index = 0;
  return text.replace(referencePattern, () => values[index++] ?? '');
}

function readReference(service: string, key: string, call: Call): Promise<string> {
  return service === 'secretsmanager' ? readSecret(key, call) : readParameter(key, service === 'ssm-secure', call);
}

async function readParameter(key: string, isSecure: boolean, call: Call): Promise<string> {
  const answer = await call<{ Parameter?: { Value?: string; Type?: string } }>('ssm', 'GetParameter', {
    Name: key,
    WithDecryption: isSecure,
  });
  if (!isSecure && answer.Parameter?.Type === 'SecureString') {
    throw validationError(`Non-secure ssm prefix was used for secure parameter: ${key}`);
  }
  return answer.Parameter?.Value ?? '';
}

/** A parameter by `name` or `name:version`; undefined when there is none. A secure one stays encrypted. */
export async function storedParameter(
  key: string,
  call: Call,
): Promise<{ readonly value: string; readonly isSecure: boolean } | undefined> {
  try {
    const { Parameter } = await call<{ Parameter?: { Value?: string; Type?: string } }>('ssm', 'GetParameter', {
      Name: key,
    });
    if (Parameter?.Value === undefined) return undefined;
    return { value: Parameter.Value, isSecure: Parameter.Type === 'SecureString' };
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

/** `secret-id:SecretString:json-key:version-stage:version-id`; the id may be an ARN with colons of its own. */
async function readSecret(key: string, call: Call): Promise<string> {
  const parts = key.split(':');
  const idLength = key.startsWith('arn:') ? 7 : 1;
  const id = parts.slice(0, idLength).join(':');
  const [part = '', jsonKey = '', stage = '', version = ''] = parts.slice(idLength);
  if (part !== '' && part !== 'SecretString') {
    throw validationError(
      `Incorrect format is used in the following SSM reference: [{{resolve:secretsmanager:${key}}}]`,
    );
  }
  const answer = await call<{ SecretString?: string }>('secretsmanager', 'GetSecretValue', {
    SecretId: id,
    ...(stage !== '' && { VersionStage: stage }),
    ...(version !== '' && { VersionId: version }),
  });
  const secret = answer.SecretString ?? '';
  return jsonKey === '' ? secret : jsonMember(secret, jsonKey);
}

function jsonMember(secret: string, key: string): string {
  const parsed = parseJson(secret);
  if (parsed === undefined) throw validationError('Could not parse SecretString JSON');
  const value = isRecord(parsed) && Object.hasOwn(parsed, key) ? parsed[key] : undefined;
  if (value === undefined) throw validationError(`Could not find a value associated with JSONKey in SecretString`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
