import { parseArn } from '../../../kernel/arns.ts';
import { AwsError } from '../../../kernel/errors.ts';
import type { CloudKernel } from '../../../service-kit/contract.ts';
import { LogBuffer } from '../../../telemetry/log-buffer.ts';
import type { PipeRecord } from '../state.ts';
import { pipesPrincipal } from './probe-source.ts';

type Stage = 'ENRICHMENT' | 'TARGET';

const order = ['OFF', 'ERROR', 'INFO', 'TRACE'];
/** Steps that only TRACE tells; failures are errors, all else is INFO. */
const traced = /_(?:TRANSFORMATION|INVOCATION)_(?:STARTED|SUCCEEDED|SKIPPED)$/;

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs-execution-steps.html */
const levelOf = (step: string): string => (/FAILED$/.test(step) ? 'ERROR' : traced.test(step) ? 'TRACE' : 'INFO');

/** AWS: of a record, what is longer is cut. */
const fieldCharactersMax = 262_144;

/** What is told of one step. */
interface StepData {
  readonly payload?: string | undefined;
  readonly awsRequest?: string | undefined;
  readonly awsResponse?: string | undefined;
  readonly error?: unknown;
}

/** The log of one execution. */
export interface ExecutionLog {
  step(messageType: string, data?: StepData): void;
  /** Tells of a transformation that is done in between; of none where there is no template. */
  transformation<T>(stage: Stage, template: string | undefined, work: () => T): T;
  invocation<T>(stage: Stage, items: readonly { readonly text: string }[], work: () => Promise<T>): Promise<T>;
}

/** Where pipes tell what they do, as their users want it. */
export class PipeLogs {
  readonly #kernel: CloudKernel;
  readonly #buffers = new Map<string, LogBuffer>();

  constructor(kernel: CloudKernel) {
    this.#kernel = kernel;
  }

  /** Costs nothing where a pipe has no log. */
  of(pipe: PipeRecord, executionId: string): ExecutionLog {
    const { Level = 'OFF', CloudwatchLogsLogDestination, IncludeExecutionData = [] } = pipe.logConfiguration ?? {};
    const group = CloudwatchLogsLogDestination?.LogGroupArn;
    const max = order.indexOf(Level);
    if (group === undefined || max <= 0) return executionLog(() => undefined);
    return executionLog((messageType, data) => {
      if (order.indexOf(levelOf(messageType)) > max) return;
      const nowMs = this.#kernel.clock.now();
      const record = {
        resourceArn: pipe.arn,
        timestamp: nowMs,
        executionId,
        messageType,
        logLevel: Level,
        ...(IncludeExecutionData.length > 0 ? executionData(data) : {}),
        ...(data.error !== undefined && { error: errorData(data.error) }),
      };
      this.#bufferOf(pipe, group).write(nowMs, JSON.stringify(record));
    });
  }

  /** When all that was written is in CloudWatch Logs. */
  async flush(): Promise<void> {
    await Promise.all([...this.#buffers.values()].map((buffer) => buffer.flush()));
  }

  /** The world was replaced. */
  forget(): void {
    for (const buffer of this.#buffers.values()) buffer.clear();
    this.#buffers.clear();
  }

  #bufferOf(pipe: PipeRecord, groupArn: string): LogBuffer {
    const key = `${pipe.arn} ${groupArn}`;
    const known = this.#buffers.get(key);
    if (known) return known;
    const { account = '', region = '', resource = '' } = parseArn(groupArn) ?? {};
    const group = resource.replace(/^log-group:/, '').replace(/:\*$/, '');
    const writer = { principal: pipesPrincipal, makesGroup: false };
    const buffer = new LogBuffer(this.#kernel, { account, region, group, stream: pipe.name }, writer);
    this.#buffers.set(key, buffer);
    return buffer;
  }
}

function executionLog(step: (messageType: string, data: StepData) => void): ExecutionLog {
  return {
    step: (messageType, data = {}) => step(messageType, data),
    transformation(stage, template, work) {
      if (!template) return work();
      step(`${stage}_TRANSFORMATION_STARTED`, {});
      try {
        const done = work();
        step(`${stage}_TRANSFORMATION_SUCCEEDED`, {});
        return done;
      } catch (error) {
        step(`${stage}_TRANSFORMATION_FAILED`, { error });
        throw error;
      }
    },
    async invocation(stage, items, work) {
      const awsRequest = () => `[${items.map(({ text }) => text).join(',')}]`;
      step(`${stage}_INVOCATION_STARTED`, { awsRequest: awsRequest() });
      try {
        const done = await work();
        const awsResponse = typeof done === 'string' ? done : undefined;
        step(`${stage}_INVOCATION_SUCCEEDED`, { awsRequest: awsRequest(), awsResponse });
        return done;
      } catch (error) {
        step(`${stage}_INVOCATION_FAILED`, { awsRequest: awsRequest(), error });
        throw error;
      }
    },
  };
}

function executionData({ payload, awsRequest, awsResponse }: StepData): object {
  const given = Object.entries({ payload, awsRequest, awsResponse }).filter(([, text]) => text !== undefined);
  const truncatedFields = given.flatMap(([name, text = '']) => (text.length > fieldCharactersMax ? [name] : []));
  const cut = given.map(([name, text = '']) => [name, text.slice(0, fieldCharactersMax)] as const);
  return { ...Object.fromEntries(cut), ...(truncatedFields.length > 0 && { truncatedFields }) };
}

function errorData(error: unknown): object {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof AwsError)) return { httpStatusCode: 500, message, details: '' };
  return { httpStatusCode: error.status ?? (error.fault === 'server' ? 500 : 400), message, details: error.code };
}
