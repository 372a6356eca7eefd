import type { Random } from '../../src/cloud/kernel/random.ts';
import type { Member, Shape, StructureShape } from '../../src/cloud/wire/model/model.ts';

type OpenRecord = Record<string, unknown>;

const pick = <T>(random: Random, values: readonly T[]): T => values[random.int(values.length)] as T;

/** Name of everything that the world of the test has: inputs that name nothing never get far. */
export const known = 'hostile-thing';

export const deepJson = (depth: number): string => `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;

export const wildTexts: readonly string[] = [
  '',
  ' ',
  '-1',
  '0',
  'NaN',
  '1e400',
  '9'.repeat(400),
  '*',
  '*a'.repeat(60),
  '(a+)+$',
  '${a}',
  '__proto__',
  'constructor',
  'toString',
  '\u0000',
  '\ud800',
  '😀'.repeat(300),
  '../../etc/passwd',
  'a/b/c',
  'arn:aws',
  'arn:aws:s3:::x',
  `arn:aws:iam::000000000000:role/${known}`,
  `arn:aws:sqs:us-east-1:000000000000:${known}`,
  `arn:aws:lambda:us-east-1:000000000000:function:${known}`,
  `arn:aws:dynamodb:us-east-1:000000000000:table/${known}`,
  `arn:aws:logs:us-east-1:000000000000:log-group:${known}:*`,
  `http://localhost:4566/000000000000/${known}`,
  'http://[',
  'http://x/%zz',
  '%',
  '%E0%A4%A',
  '{}',
  '[]',
  'null',
  '"x"',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}',
  '{"Statement":null}',
  '{"Statement":[null]}',
  '{"Statement":{"Principal":null,"Action":[null],"Resource":{}}}',
  '{"Resources":{"A":{"Type":"AWS::S3::Bucket","Properties":null}}}',
  '{"Resources":{"A":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":{},"KeySchema":1}}}}',
  deepJson(5000),
  deepJson(60),
  '2026-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  'a = :a',
  '#a.#b[99999999999999999999] = :a',
  '('.repeat(3000),
  'SELECT * FROM "hostile-thing"',
  `${'NOT '.repeat(3000)}a`,
  '{ $.a = %x*x*y% }',
  '[a, b, ...]',
  'rate(99999999999999999999 days)',
  'cron(* * * * ? *)',
  'dGV4dA==',
];

const wildNumbers: readonly number[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e308,
  -1e308,
  -1,
  -0,
  0,
  1,
  0.5,
  5,
  10,
  100,
  2 ** 31,
  2 ** 53,
  8.64e15,
  1e21,
];

const wildDates: readonly number[] = [8.64e15, -8.64e15, 0, -1, 253_402_300_800_000, Date.UTC(2026, 0, 1)];

/** What the wire may hand to an operation: the model's types, with values that nobody meant. */
export class WildValues {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  structure(shape: StructureShape, depth = 0): OpenRecord {
    const record: OpenRecord = {};
    shape.members.forEach((member, index) => {
      const isRequired = index < shape.required;
      if (this.#random.float() > (isRequired ? 0.97 : 0.35)) return;
      record[member.name] = this.#member(member, depth + 1);
    });
    return record;
  }

  #member(member: Member, depth: number): unknown {
    const { shape } = member;
    if (shape.kind === 'structure') return depth > 6 ? {} : this.structure(shape, depth);
    if (shape.kind === 'list') {
      const length = depth > 6 ? 0 : pick(this.#random, [0, 1, 1, 1, 2, 3, 30]);
      return Array.from({ length }, () => this.#member(shape.value, depth + 1));
    }
    if (shape.kind === 'map') {
      const length = depth > 6 ? 0 : pick(this.#random, [0, 1, 2]);
      const entries = Array.from({ length }, () => [this.#text(''), this.#member(shape.value, depth + 1)] as const);
      return Object.fromEntries(entries);
    }
    return this.#simple(shape, member.name);
  }

  #simple(shape: Shape, name: string): unknown {
    const random = this.#random;
    switch (shape.kind) {
      case 'number':
        return pick(random, wildNumbers);
      case 'boolean':
        return random.int(2) === 0;
      case 'timestamp':
        return new Date(pick(random, wildDates));
      case 'blob':
      case 'stream':
        return pick(random, [new Uint8Array(), random.bytes(100), Buffer.from('{"a":1}'), Buffer.alloc(100_000)]);
      case 'bigInteger':
        return BigInt(pick(random, ['0', '-1', '9'.repeat(300)]));
      case 'document':
        return JSON.parse(pick(random, ['{}', '[]', 'null', '"x"', deepJson(60)]));
      default:
        return this.#text(name);
    }
  }

  /** Half of the texts name what is there; enumerations are guessed by nobody, so they are left to the plausible ones. */
  #text(name: string): string {
    const random = this.#random;
    if (random.int(2) === 0) return plausible(random, name) ?? known;
    return random.int(40) === 0 ? 'x'.repeat(100_000) : pick(random, wildTexts);
  }
}

/** Values by which inputs of the commonest members get through validation. */
export function plausible(random: Random, name: string): string | undefined {
  const choices = Object.entries(plausibleByName).find(([pattern]) => new RegExp(pattern, 'i').test(name))?.[1];
  return choices && pick(random, choices);
}

const plausibleByName: Readonly<Record<string, readonly string[]>> = {
  '^(role|roleArn)$': [`arn:aws:iam::000000000000:role/${known}`],
  queueUrl: [`http://localhost:4566/000000000000/${known}`],
  resourceArn: [
    `arn:aws:sqs:us-east-1:000000000000:${known}`,
    `arn:aws:dynamodb:us-east-1:000000000000:table/${known}`,
    `arn:aws:lambda:us-east-1:000000000000:function:${known}`,
  ],
  'sourceArn|targetArn': [`arn:aws:sqs:us-east-1:000000000000:${known}`],
  keyId: ['alias/hostile-thing', 'alias/aws/ssm'],
  keyType: ['HASH', 'RANGE'],
  attributeType: ['S', 'N', 'B'],
  billingMode: ['PAY_PER_REQUEST', 'PROVISIONED'],
  attributeName: ['pk', 'sk'],
  '^(S|N)$': ['1', 'a'],
  protocolType: ['HTTP', 'WEBSOCKET'],
  integrationType: ['AWS_PROXY', 'HTTP_PROXY'],
  routeKey: ['GET /a/{b}', '$default'],
  '^type$': ['String', 'SecureString', 'StringList'],
  statistic: ['Sum', 'Average', 'p99'],
  'parameterName|^name$': [known, '/a/b', `/${known}`],
  expression: [
    'pk = :a',
    'SET a = :a',
    'attribute_exists(pk)',
    'size(a) > :a AND contains(b, :a)',
    'a[99999999999] = :a',
    'NOT '.repeat(400),
  ],
  policyName: [known],
  'policy|document': [
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[null],"Resource":{},"Principal":{"AWS":null}}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","NotAction":1,"NotResource":[[]],"NotPrincipal":[]}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":[{}]},"Condition":null}]}',
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::*a*a*","Principal":"*","Condition":{"StringLike":null}}]}',
    '{"Version":{},"Statement":{"Sid":[]}}',
    '{"Version":"2012-10-17","Id":1,"Statement":[[]]}',
    '{"Statement":[null]}',
    '{"Statement":null}',
    '{"rules":[{"rulePriority":null,"selection":null}]}',
    deepJson(5000),
  ],
  templateBody: [
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue"}}}',
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"DelaySeconds":1e308,"Tags":null}}}}',
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Select":[1e400,{"Fn::Split":["",""]}]}}}}}',
    '{"Parameters":{"P":{"Type":"Number","Default":"1e400","AllowedPattern":"(a+)+$"}},"Resources":{"A":{"Type":"AWS::SQS::Queue"}}}',
    '{"Mappings":{"M":null},"Conditions":{"C":null},"Rules":{"R":null},"Outputs":{"O":null},"Resources":{"A":{"Type":"AWS::SQS::Queue"}}}',
    '{"Conditions":{"C":{"Fn::And":[null,{}]}},"Resources":{"A":{"Type":"AWS::SQS::Queue","Condition":"C"}}}',
    '{"Transform":"AWS::LanguageExtensions","Resources":{"Fn::ForEach::L":["I",[null,{}],{"A${I}":{"Type":"AWS::SQS::Queue"}}]}}',
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue","Metadata":null,"DependsOn":{},"UpdateReplacePolicy":{"Ref":[]}}}}',
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Cidr":["10.0.0.0/8",1e308,1e308]}}}}}',
    '{"Resources":{"A":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":{"Fn::Sub":["${a}",{"a":null}]}}}}}',
    'Resources: &a [*a]',
    'Resources:\n  ? {a: b}\n  : !Sub\n',
    deepJson(5000),
  ],
  nextToken: ['', 'AAAA', 'eyJhIjoxfQ==', 'bnVsbA==', 'W10=', '1e400'],
  'marker|startKey|continuationToken': ['', 'AAAA', 'bnVsbA==', '-1'],
  range$: ['bytes=-1', 'bytes=0-1e400', 'bytes=9-1', 'bytes=,', 'bytes=99999999999999999999-'],
  'receiptHandle|taskHandle': ['', 'AAAA', 'bnVsbA=='],
  scheduleExpression: ['rate(0 days)', 'cron(61 25 * * ? *)', 'rate(999999999 days)'],
  filterPattern: [
    'ERROR',
    '{ $.a = 1 }',
    '[a, b]',
    '%a*b%',
    '%a{99999}{%',
    '{ $.[0].a = %[% }',
    '[=, %]',
    '{ ($.a = 1',
  ],
  secretString: ['{"a":1}'],
  returnValues: ['ALL_OLD', 'NONE'],
  status: ['Enabled', 'Disabled', 'Active'],
  unit: ['Count', 'Seconds'],
  runtime: ['nodejs24.x'],
};
