import type { Kernel } from '../../../kernel/kernel.ts';
import { MetricBuffer, type MetricUnit } from '../../../telemetry/metric-buffer.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const units = {
  Invocations: 'Count',
  Errors: 'Count',
  Throttles: 'Count',
  Duration: 'Milliseconds',
  ConcurrentExecutions: 'Count',
  DestinationDeliveryFailures: 'Count',
  DeadLetterErrors: 'Count',
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
