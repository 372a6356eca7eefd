import type { Kernel } from '../../../kernel/kernel.ts';
import type { Scope } from '../../../kernel/scope.ts';
import { LogBuffer } from '../../../telemetry/log-buffer.ts';

/** One line about one delivery. */
interface DeliveryLine extends Scope {
  readonly topicName: string;
  readonly status: 'SUCCESS' | 'FAILURE';
  readonly text: string;
}

/**
 * Lines of delivery status logging on their way to CloudWatch Logs: groups of their own for successes and failures.
 * https://docs.aws.amazon.com/sns/latest/dg/topics-attrib.html
 */
export class DeliveryLogs {
  readonly #kernel: Kernel;
  #buffers = new Map<string, LogBuffer>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  write({ account, region, topicName, status, text }: DeliveryLine): void {
    const group = `sns/${region}/${account}/${topicName}${status === 'FAILURE' ? '/Failure' : ''}`;
    let buffer = this.#buffers.get(group);
    if (!buffer) {
      const target = { account, region, group, stream: 'deliveries' };
      buffer = new LogBuffer(this.#kernel, target, { principal: 'sns.amazonaws.com', makesGroup: true });
      this.#buffers.set(group, buffer);
    }
    buffer.write(this.#kernel.clock.now(), text);
    void buffer.flush();
  }

  async flush(): Promise<void> {
    await Promise.all([...this.#buffers.values()].map((buffer) => buffer.flush()));
  }

  forget(): void {
    for (const buffer of this.#buffers.values()) buffer.clear();
    this.#buffers = new Map();
  }
}
