import type { Kernel } from '../../../kernel/kernel.ts';
import { LogBuffer, type LogTarget } from '../../../telemetry/log-buffer.ts';
import { MetricBuffer, type MetricUnit } from '../../../telemetry/metrics.ts';
import type { LoggingSettings } from '../state.ts';

/** How an invoke ended, as the platform reports it. */
export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  /** Present for a cold start whose init phase went well. */
  readonly initMs: number | undefined;
  readonly memoryMb: number;
  readonly peakMemoryMb: number;
  /** `timeout`, or the type of the error that ended the environment. */
  readonly failure: 'timeout' | string | undefined;
}

export interface InitReport {
  readonly initMs: number;
  readonly phase: 'init' | 'invoke';
  readonly failure: 'timeout' | string;
}

/** The lines that the platform itself writes: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html */
export interface PlatformLines {
  initStart(nowMs: number, functionName: string, version: string): string | undefined;
  initReport(nowMs: number, report: InitReport): string | undefined;
  start(nowMs: number, requestId: string, version: string): string | undefined;
  end(requestId: string): string | undefined;
  report(nowMs: number, report: Report): string | undefined;
}

/** In the function's log format. */
export function platformLines(logging: LoggingSettings, runtime: string): PlatformLines {
  if (logging.LogFormat === 'Text') return textLines(runtime);
  return logging.SystemLogLevel === 'WARN' ? noLines : jsonLines(runtime);
}

/** AWS bills whole milliseconds, and the init phase with them. */
const billedMs = ({ durationMs, initMs }: Report): number => Math.ceil(durationMs + (initMs ?? 0));

const statusOf = (failure: string): string =>
  failure === 'timeout' ? 'Status: timeout' : `Status: error\tError Type: ${failure}`;

const runtimeVersion = (runtime: string): string => runtime.replace(/^([a-z]+)(\d.*?)(\.x)?$/, '$1:$2');

const textLines = (runtime: string): PlatformLines => ({
  initStart: () => `INIT_START Runtime Version: ${runtimeVersion(runtime)}.squall`,
  initReport: (_now, { initMs, phase, failure }) =>
    `INIT_REPORT Init Duration: ${initMs.toFixed(2)} ms\tPhase: ${phase}\t${statusOf(failure)}`,
  start: (_now, requestId, version) => `START RequestId: ${requestId} Version: ${version}`,
  end: (requestId) => `END RequestId: ${requestId}`,
  report: (_now, report) =>
    [
      `REPORT RequestId: ${report.requestId}`,
      `Duration: ${report.durationMs.toFixed(2)} ms`,
      `Billed Duration: ${billedMs(report)} ms`,
      `Memory Size: ${report.memoryMb} MB`,
      `Max Memory Used: ${report.peakMemoryMb} MB`,
      ...(report.initMs === undefined ? [] : [`Init Duration: ${report.initMs.toFixed(2)} ms`]),
      ...(report.failure === undefined ? [''] : [statusOf(report.failure)]),
    ].join('\t'),
});

const jsonLines = (runtime: string): PlatformLines => ({
  initStart: (nowMs, functionName, functionVersion) =>
    event(nowMs, 'platform.initStart', {
      initializationType: 'on-demand',
      phase: 'init',
      runtimeVersion: `${runtimeVersion(runtime)}.squall`,
      functionName,
      functionVersion,
    }),
  initReport: (nowMs, { initMs, phase, failure }) =>
    event(nowMs, 'platform.initReport', {
      initializationType: 'on-demand',
      phase,
      ...outcome(failure),
      metrics: { durationMs: rounded(initMs) },
    }),
  start: (nowMs, requestId, version) => event(nowMs, 'platform.start', { requestId, version }),
  end: () => undefined,
  report: (nowMs, report) =>
    event(nowMs, 'platform.report', {
      requestId: report.requestId,
      metrics: {
        durationMs: rounded(report.durationMs),
        billedDurationMs: billedMs(report),
        memorySizeMB: report.memoryMb,
        maxMemoryUsedMB: report.peakMemoryMb,
        ...(report.initMs !== undefined && { initDurationMs: rounded(report.initMs) }),
      },
      ...outcome(report.failure),
    }),
});

const nothing = () => undefined;
const noLines: PlatformLines = {
  initStart: nothing,
  initReport: nothing,
  start: nothing,
  end: nothing,
  report: nothing,
};

const event = (nowMs: number, type: string, record: object): string =>
  JSON.stringify({ time: new Date(nowMs).toISOString(), type, record });

const outcome = (failure: string | undefined): object => {
  if (failure === undefined) return { status: 'success' };
  return failure === 'timeout' ? { status: 'timeout' } : { status: 'error', errorType: failure };
};

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;

/** AWS: `LogResult` of Invoke is the last 4 KB. */
const tailBytesMax = 4096;
const tailCharactersMax = 16 * tailBytesMax;
/** The log stream of one execution environment: keeps what is written and hands it to CloudWatch Logs in batches. */
export class LogSink {
  readonly #clock: Kernel['clock'];
  readonly #buffer: LogBuffer;
  #tail: string[] = [];
  #tailCharacters = 0;
  #isDiscarded = false;

  constructor(kernel: Kernel, target: LogTarget) {
    this.#clock = kernel.clock;
    this.#buffer = new LogBuffer(kernel, target, { principal: 'lambda.amazonaws.com', makesGroup: true });
  }

  write(message: string | undefined): void {
    if (message === undefined || this.#isDiscarded) return;
    const line = message.endsWith('\n') ? message : `${message}\n`;
    this.#buffer.write(this.#clock.now(), line);
    this.#addToTail(line);
  }

  /** The world it wrote to is gone: what is left, and what still comes, is dropped. */
  discard(): void {
    this.#isDiscarded = true;
    this.#buffer.clear();
  }

  /** From here on lines belong to this invoke's tail. */
  beginTail(): void {
    this.#tail = [];
    this.#tailCharacters = 0;
  }

  /** The last 4 KB of the invoke, in base64. */
  tail(): string {
    return Buffer.from(this.#tail.join('')).subarray(-tailBytesMax).toString('base64');
  }

  /** Sends what there is. Nobody waits for it but the end of the cloud; failures are logged, not thrown. */
  flush(): Promise<void> {
    return this.#buffer.flush();
  }

  /** Cut once in a while, which is cheaper than at each line. A character is a byte at least. */
  #addToTail(line: string): void {
    this.#tail.push(line);
    this.#tailCharacters += line.length;
    if (this.#tailCharacters < tailCharactersMax) return;
    const end = this.#tail.join('').slice(-tailBytesMax);
    this.#tail = [end];
    this.#tailCharacters = end.length;
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const units = {
  Invocations: 'Count',
  Errors: 'Count',
  Throttles: 'Count',
  Duration: 'Milliseconds',
  ConcurrentExecutions: 'Count',
  DestinationDeliveryFailures: 'Count',
  DeadLetterErrors: 'Count',
  IteratorAge: 'Milliseconds',
} satisfies Readonly<Record<string, MetricUnit>>;

type MetricName = keyof typeof units;

/** The metrics of the namespace AWS/Lambda, by function. */
export class Metrics {
  readonly #buffer: MetricBuffer;

  constructor(kernel: Pick<Kernel, 'clock' | 'log' | 'call'>) {
    this.#buffer = new MetricBuffer(kernel, {
      namespace: 'AWS/Lambda',
      principal: 'lambda.amazonaws.com',
      flushAfterMs: 1000,
    });
  }

  count(
    { account, region }: { readonly account: string; readonly region: string },
    functionName: string,
    name: MetricName,
    value = 1,
  ): void {
    const dimensions = [{ Name: 'FunctionName', Value: functionName }];
    this.#buffer.add({ account, region, name, unit: units[name], dimensions }, value);
  }

  /** Puts all that was gathered. */
  flush(): Promise<void> {
    return this.#buffer.flush();
  }

  forget(): void {
    this.#buffer.clear();
  }
}
