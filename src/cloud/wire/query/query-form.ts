import { AwsError } from '../../kernel/errors.ts';
import { formFieldsMax, formIndexMax } from '../limits.ts';
import type { Member, StructureShape } from '../model/model.ts';
import { type OpenRecord, setOwn } from '../values/own-property.ts';
import { readText } from '../values/text-values.ts';

/** Name → value of a form, last one wins. */
export type FormFields = ReadonlyMap<string, string>;

/** `application/x-www-form-urlencoded` text → fields. */
export function parseForm(text: string): FormFields {
  const fields = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    fields.set(decodeFormText(name), equals < 0 ? '' : decodeFormText(pair.slice(equals + 1)));
    if (fields.size > formFieldsMax) throw malformedQuery('The request has too many parameters');
  }
  return fields;
}

function decodeFormText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformedQuery('The query string is malformed: a percent-encoding cannot be decoded');
  }
}

/** A form that cannot be read, before any parameter is looked at. */
export const malformedQuery = (message: string): AwsError =>
  new AwsError('MalformedQueryString', message, { status: 400 });

/** A tree of a form's dotted names: `Tags.member.1.Key` is a path. */
interface FormNode {
  text: string | undefined;
  readonly children: Map<string, FormNode>;
}

/** How a dialect names the fields of members, and whether all of its lists are flattened. */
interface FormDialect {
  readonly nameOf: (member: Member) => string;
  readonly isFlat: boolean;
}

const queryDialect: FormDialect = { nameOf: ({ name, traits }) => traits.xmlName ?? name, isFlat: false };

const ec2Dialect: FormDialect = {
  nameOf: ({ name, traits }) => traits.ec2QueryName ?? capitalised(traits.xmlName ?? name),
  isFlat: true,
};

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Fields of the query protocol → the SDK's shape; https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export const readForm = (fields: FormFields, shape: StructureShape): OpenRecord =>
  readStructure(shape, treeOf(fields), queryDialect);

/** The same of EC2's; https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export const readEc2Form = (fields: FormFields, shape: StructureShape): OpenRecord =>
  readStructure(shape, treeOf(fields), ec2Dialect);

function treeOf(fields: FormFields): FormNode {
  const root: FormNode = { text: undefined, children: new Map() };
  for (const [name, text] of fields) grow(root, name).text = text;
  return root;
}

/** The node at a path, with all nodes on the way; steps beyond the 64th are ignored. */
function grow(root: FormNode, path: string): FormNode {
  let node = root;
  for (const step of path.split('.', 64)) {
    let next = node.children.get(step);
    if (!next) {
      next = { text: undefined, children: new Map() };
      node.children.set(step, next);
    }
    node = next;
  }
  return node;
}

function readStructure(shape: StructureShape, node: FormNode, dialect: FormDialect): OpenRecord {
  const record: OpenRecord = {};
  for (const member of shape.members) {
    const child = node.children.get(dialect.nameOf(member));
    const read = child && readMember(member, child, dialect);
    if (read !== undefined) record[member.name] = read;
  }
  return record;
}

function readMember(member: Member, node: FormNode, dialect: FormDialect): unknown {
  const { shape, traits } = member;
  const isFlat = dialect.isFlat || traits.xmlFlattened;
  if (shape.kind === 'structure') return readStructure(shape, node, dialect);
  if (shape.kind === 'list') {
    // A list that is sent empty is a field without a value: `Tags=`.
    const container = isFlat ? node : (node.children.get(shape.value.traits.xmlName ?? 'member') ?? node);
    return numbered(container).map((child) => readMember(shape.value, child, dialect));
  }
  if (shape.kind === 'map') {
    return readMap(shape.key, shape.value, isFlat ? node : (node.children.get('entry') ?? node), dialect);
  }
  return node.text === undefined ? undefined : readSimple(member, node.text);
}

function readMap(key: Member, value: Member, node: FormNode, dialect: FormDialect): OpenRecord {
  const record: OpenRecord = {};
  for (const entry of numbered(node)) {
    const name = entry.children.get(key.traits.xmlName ?? 'key')?.text;
    const child = entry.children.get(value.traits.xmlName ?? 'value');
    if (name !== undefined && child) setOwn(record, name, readMember(value, child, dialect));
  }
  return record;
}

/** Children `1`, `2`, … in the order of their numbers; gaps close up. */
function numbered(node: FormNode): FormNode[] {
  const entries: [number, FormNode][] = [];
  for (const [step, child] of node.children) {
    if (!/^\d{1,9}$/.test(step)) continue;
    const index = Number(step);
    if (index > formIndexMax) throw malformedQuery(`The index ${step} is too large`);
    entries.push([index, child]);
  }
  return entries.sort(([a], [b]) => a - b).map(([, child]) => child);
}

function readSimple({ shape, name }: Member, text: string): unknown {
  try {
    return readText(shape, text);
  } catch {
    throw new AwsError('MalformedInput', `Unable to parse the value of ${name}`, { status: 400 });
  }
}
