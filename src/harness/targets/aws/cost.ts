/**
 * List prices of us-east-1 in US dollars, November 2026, beyond all free tiers:
 * https://aws.amazon.com/lambda/pricing/, /api-gateway/pricing/, /dynamodb/pricing/on-demand/, /sqs/pricing/,
 * /cloudwatch/pricing/, /secrets-manager/pricing/
 */
const prices = {
  apiRequest: 1.0 / 1e6,
  invoke: 0.2 / 1e6,
  gigabyteSecond: 0.0000166667,
  /** One write unit and four read units (0.125 / 1e6 each) an operation. */
  databaseOperation: (0.625 + 4 * 0.125) / 1e6,
  queueRequest: 0.4 / 1e6,
  logGigabyte: 0.5,
  secretHour: 0.4 / 730,
  alarmHour: 0.1 / 730,
} as const;

/** How much a run does. */
export interface Volume {
  /** Requests of clients. */
  readonly requests: number;
  /** From the deploy to the destruction. */
  readonly minutes: number;
  /** Per request: invokes, operations of tables and queues, run time and log. */
  readonly invokesEach: number;
  readonly operationsEach: number;
  readonly queueRequestsEach: number;
  readonly invokeMs: number;
  readonly logBytesEach: number;
}

export const usualVolume: Volume = {
  requests: 2000,
  minutes: 15,
  invokesEach: 2,
  operationsEach: 6,
  queueRequestsEach: 4,
  invokeMs: 500,
  logBytesEach: 4000,
};

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: { readonly MemorySize?: number } }>
  >;
}

export interface CostLine {
  readonly what: string;
  readonly dollars: number;
}

/** What a run costs at most, part by part, from its volume and from what its templates hold. */
export function estimateCost(templates: readonly string[], volume: Volume): CostLine[] {
  const resources = templates.flatMap((text) => Object.values((JSON.parse(text) as Template).Resources ?? {}));
  const count = (type: string) => resources.filter(({ Type }) => Type === type).length;
  const memories = resources.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const memoryMiB = Math.max(128, ...memories.map(({ Properties }) => Properties?.MemorySize ?? 128));
  const { requests, minutes } = volume;
  const invokes = requests * volume.invokesEach;
  // Secrets and alarms are billed by the hour at least.
  const hours = Math.max(1, minutes / 60);
  return [
    { what: `${requests} API requests`, dollars: requests * prices.apiRequest },
    {
      what: `${invokes} invokes of ${volume.invokeMs} ms at ${memoryMiB} MiB`,
      dollars: invokes * (prices.invoke + (volume.invokeMs / 1000) * (memoryMiB / 1024) * prices.gigabyteSecond),
    },
    {
      what: `${requests * volume.operationsEach} DynamoDB operations`,
      dollars: requests * volume.operationsEach * prices.databaseOperation,
    },
    {
      what: `${requests * volume.queueRequestsEach} SQS requests`,
      dollars: requests * volume.queueRequestsEach * prices.queueRequest,
    },
    {
      what: `${((requests * volume.logBytesEach) / 2 ** 20).toFixed(1)} MiB of logs`,
      dollars: ((requests * volume.logBytesEach) / 2 ** 30) * prices.logGigabyte,
    },
    {
      what: `${count('AWS::SecretsManager::Secret')} secrets`,
      dollars: count('AWS::SecretsManager::Secret') * hours * prices.secretHour,
    },
    {
      what: `${count('AWS::CloudWatch::Alarm')} alarms`,
      dollars: count('AWS::CloudWatch::Alarm') * hours * prices.alarmHour,
    },
  ];
}

export const totalOf = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);

/** The estimate as people read it. */
export function costTable(lines: readonly CostLine[]): string {
  const rows = [...lines, { what: 'together, at most', dollars: totalOf(lines) }];
  const width = Math.max(...rows.map(({ what }) => what.length));
  return rows.map(({ what, dollars }) => `  ${what.padEnd(width)}  $${dollars.toFixed(4)}`).join('\n');
}
