type Schema = Readonly<Record<string, unknown>>;

interface Sampled {
  readonly root: Schema;
  readonly indent: string;
  /** References that are being followed, so that circles end. */
  readonly open: readonly string[];
  /** What may still be sampled: schemas that refer to each other twice double with each step. */
  readonly budget: { left: number };
}

const schemasMax = 10_000;
const depthMax = 200;

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const samples: Readonly<Record<string, string>> = {
  string: '"foo"',
  integer: '42',
  number: '3.14159',
  boolean: 'true',
  null: 'null',
};

/** A mapping template that makes something of that schema. https://docs.aws.amazon.com/apigateway/latest/api/API_GetModelTemplate.html */
export function sampleTemplate(schemaText: string): string {
  const parsed: unknown = JSON.parse(schemaText);
  const root = isSchema(parsed) ? parsed : {};
  return `#set($inputRoot = $input.path('$'))\n${sampleOf(root, { root, indent: '', open: [], budget: { left: schemasMax } })}`;
}

function sampleOf(schema: Schema, at: Sampled): string {
  const { $ref } = schema;
  if (--at.budget.left < 0 || at.indent.length > 2 * depthMax || at.open.length > depthMax) return '{ }';
  if (typeof $ref === 'string') {
    const target = at.open.includes($ref) ? undefined : resolve($ref, at.root);
    return target ? sampleOf(target, { ...at, open: [...at.open, $ref] }) : '{ }';
  }
  if (schema.type === 'array' || isSchema(schema.items)) return arrayOf(schema, at);
  if (typeof schema.type === 'string' && Object.hasOwn(samples, schema.type)) return samples[schema.type] ?? '""';
  return objectOf(schema, at);
}

function objectOf({ properties }: Schema, at: Sampled): string {
  const entries = Object.entries(isSchema(properties) ? properties : {});
  if (entries.length === 0) return '{ }';
  const indent = `${at.indent}  `;
  const lines = entries.map(
    ([name, property]) =>
      `${indent}${JSON.stringify(name)} : ${sampleOf(isSchema(property) ? property : {}, { ...at, indent })}`,
  );
  return `{\n${lines.join(',\n')}\n${at.indent}}`;
}

function arrayOf({ items }: Schema, at: Sampled): string {
  const item = sampleOf(isSchema(items) ? items : {}, { ...at, indent: `${at.indent}  ` });
  return `[\n##TODO: Update this foreach loop to reference array from input json\n#foreach($elem in $inputRoot)\n${at.indent}  ${item}#if($foreach.hasNext),#end\n\n#end\n${at.indent}]`;
}

function resolve(reference: string, root: Schema): Schema | undefined {
  const steps = reference.startsWith('#/') ? reference.slice(2).split('/') : [];
  let value: unknown = steps.length > 0 ? root : undefined;
  for (const step of steps) value = isSchema(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return isSchema(value) ? value : undefined;
}
