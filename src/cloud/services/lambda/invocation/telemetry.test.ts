import { describe, expect, it } from 'vitest';
import { platformLines, type Report } from './telemetry.ts';

const now = Date.UTC(2026, 10, 21);
const report: Report = {
  requestId: 'id',
  durationMs: 3.014,
  initMs: undefined,
  memoryMb: 128,
  peakMemoryMb: 36,
  failure: undefined,
};

describe('text lines', () => {
  const lines = platformLines({ LogFormat: 'Text', LogGroup: 'g' }, 'nodejs24.x');

  it('are those of AWS', () => {
    expect(lines.start(now, 'id', '$LATEST')).toBe('START RequestId: id Version: $LATEST');
    expect(lines.end('id')).toBe('END RequestId: id');
    expect(lines.report(now, report)).toBe(
      'REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t',
    );
    expect(lines.initStart(now, 'f', '1')).toMatch(/^INIT_START Runtime Version: nodejs:24\./);
  });

  it('bill the init phase with the duration', () => {
    expect(lines.report(now, { ...report, durationMs: 133.61, initMs: 80 })).toContain(
      'Billed Duration: 214 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 80.00 ms\t',
    );
  });

  it('end with the status of a failure', () => {
    expect(lines.report(now, { ...report, failure: 'timeout' })).toMatch(/36 MB\tStatus: timeout$/);
    expect(lines.report(now, { ...report, failure: 'Runtime.ExitError' })).toMatch(
      /36 MB\tStatus: error\tError Type: Runtime\.ExitError$/,
    );
    expect(lines.initReport(now, { initMs: 1236.04, phase: 'init', failure: 'timeout' })).toBe(
      'INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: timeout',
    );
  });
});

describe('JSON lines', () => {
  it('are events of the platform', () => {
    const lines = platformLines({ LogFormat: 'JSON', LogGroup: 'g', SystemLogLevel: 'INFO' }, 'nodejs24.x');

    expect(JSON.parse(lines.report(now, { ...report, failure: 'timeout' }) ?? '')).toEqual({
      time: '2026-11-21T00:00:00.000Z',
      type: 'platform.report',
      record: {
        requestId: 'id',
        metrics: { durationMs: 3.014, billedDurationMs: 4, memorySizeMB: 128, maxMemoryUsedMB: 36 },
        status: 'timeout',
      },
    });
    expect(lines.end('id')).toBeUndefined();
  });

  it('are silent where only warnings are wanted', () => {
    const lines = platformLines({ LogFormat: 'JSON', LogGroup: 'g', SystemLogLevel: 'WARN' }, 'nodejs24.x');

    expect(lines.start(now, 'id', '1')).toBeUndefined();
  });
});
