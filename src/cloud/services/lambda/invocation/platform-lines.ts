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
