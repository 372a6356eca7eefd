import { parseDocument } from 'yaml';
import { type EventName, eventNames, type Target } from '../state.ts';

/** What a Lambda deployment's AppSpec file asks for. */
export interface AppSpec {
  readonly target: Target;
  readonly hooks: Readonly<Partial<Record<EventName, string>>>;
}

/** The file is none; the deployment fails with this text. */
export class InvalidAppSpec extends Error {}

/** AWS's text, which precedes what is wrong. */
const invalid = (what: string): InvalidAppSpec =>
  new InvalidAppSpec(
    `The deployment failed because the AppSpec file that specifies the AWS Lambda deployment configuration is missing or has an invalid configuration. ${what}`,
  );

/** AWS's text where the alias was changed by somebody else. */
export const versionMismatch = (): InvalidAppSpec =>
  invalid('The Lambda function alias version does not match the current version in AppSpec file.');

/**
 * Reads an AppSpec file in YAML or JSON. Sections are found whatever their capitals are.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html
 */
export function readAppSpec(content: string): AppSpec {
  const file = sections(parsed(content));
  const resources = listOf(file.resources);
  const [resource, ...more] = resources.flatMap((entry) => Object.entries(isRecord(entry) ? entry : {}));
  if (!resource) throw invalid('It has no Resources.');
  if (more.length > 0) throw invalid('It names more than one function.');
  return { target: targetOf(resource), hooks: hooksOf(file.hooks) };
}

function parsed(content: string): unknown {
  const document = parseDocument(content);
  if (document.errors.length > 0) throw invalid('It is neither YAML nor JSON.');
  return document.toJS({ maxAliasCount: 100 });
}

type Sections = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Sections =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sections = (value: unknown): Sections =>
  Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([name, part]) => [name.toLowerCase(), part]));

/** Both sections are lists of maps; one map alone does as well. */
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function targetOf([id, value]: readonly [string, unknown]): Target {
  const { type, properties } = sections(value);
  if (type !== 'AWS::Lambda::Function') throw invalid(`The type of ${id} is not AWS::Lambda::Function.`);
  const given = sections(properties);
  const text = (name: string): string => {
    const member = given[name.toLowerCase()];
    if (typeof member === 'string' && member !== '') return member;
    if (typeof member === 'number') return String(member);
    throw invalid(`The property ${name} of ${id} is missing.`);
  };
  return {
    id,
    functionName: text('Name'),
    alias: text('Alias'),
    currentVersion: text('CurrentVersion'),
    targetVersion: text('TargetVersion'),
  };
}

function hooksOf(value: unknown): AppSpec['hooks'] {
  const entries = listOf(value).flatMap((entry) => Object.entries(isRecord(entry) ? entry : {}));
  return Object.fromEntries(
    entries.map(([name, functionName]) => {
      if (name === 'AllowTraffic' || !(eventNames as readonly string[]).includes(name)) {
        throw invalid(`There is no hook ${name}.`);
      }
      if (typeof functionName !== 'string') throw invalid(`The hook ${name} names no function.`);
      return [name, functionName];
    }),
  );
}
