import { createHash } from 'node:crypto';
import { parseArn } from '../../kernel/arns.ts';
import { serviceCaller } from '../../kernel/identity.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { LogBuffers } from '../../telemetry/log-buffers.ts';

/**
 * Where a stage's access log goes and what its lines are made of.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging.html
 */
export interface AccessLogFormat {
  /** Of the log group, which need not be the API's. */
  readonly account: string;
  readonly region: string;
  readonly group: string;
  readonly stream: string;
  /** Of Firehose: takes lines in the place of a log group. */
  readonly deliveryStream?: string;
  /** Text and names of `$context` variables in turn, text first. */
  readonly parts: readonly string[];
}

const variable = /\$context\.([A-Za-z]\w*(?:\.[\w-]+)*)/;

/**
 * Undefined when the stage writes none. `stageName` (`{apiId}/{stage}`) names the stream, which is the same for the
 * life of the stage.
 */
export function compileAccessLog(
  destinationArn: string | undefined,
  format: string | undefined,
  stageName: string,
): AccessLogFormat | undefined {
  const arn = parseArn(destinationArn ?? '');
  const group = /^log-group:([^:]+)/.exec(arn?.resource ?? '')?.[1];
  // AWS: streams for access logs are named so.
  const deliveryStream = /^deliverystream\/(amazon-apigateway-.+)/.exec(arn?.resource ?? '')?.[1];
  if (!arn || (group ?? deliveryStream) === undefined || format === undefined) return undefined;
  return {
    account: arn.account,
    region: arn.region,
    group: group ?? '',
    ...(deliveryStream !== undefined && { deliveryStream }),
    stream: createHash('md5').update(stageName).digest('hex'),
    // Splitting by a capturing pattern leaves text and names of variables in turn.
    parts: format.split(variable),
  };
}

/** One line: `read` answers variables by name. Those without a value are a dash, as on AWS. */
export const accessLogLine = ({ parts }: AccessLogFormat, read: (name: string) => string | undefined): string =>
  parts.map((part, index) => (index % 2 === 0 ? part : (read(part) ?? '-'))).join('');

const principal = 'delivery.logs.amazonaws.com';

/** A line that is made, on its way to its stream. */
interface Line {
  readonly format: AccessLogFormat;
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Writes access logs to CloudWatch Logs behind the client's back: it waits neither for the line nor for its log group. A
 * group that is not there costs the log, not the request. AWS writes as its delivery service; the group's policy and the
 * journal see that name.
 */
export class AccessLogWriter {
  readonly #kernel: Kernel;
  readonly #buffers: LogBuffers;
  /** Records on their way to streams of Firehose. */
  readonly #putting = new Set<Promise<unknown>>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#buffers = new LogBuffers(kernel, { principal, makesGroup: false });
  }

  add({ format, ...line }: Line): void {
    if (format.deliveryStream === undefined) this.#buffers.add(format, [line]);
    else this.#putRecord(format, format.deliveryStream, line.message);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#putting);
    await this.#buffers.flush();
  }

  clear(): void {
    this.#buffers.clear();
  }

  /** A stream that is not there costs the line, and that is told. */
  #putRecord({ account, region }: AccessLogFormat, DeliveryStreamName: string, line: string): void {
    const input = { DeliveryStreamName, Record: { Data: Buffer.from(`${line}\n`) } };
    const caller = serviceCaller(principal, account);
    const put = this.#kernel
      .call('firehose', 'PutRecord', input, { account, region, caller })
      .catch((error: unknown) => this.#kernel.log.warn(`access log: ${String(error)}`))
      .finally(() => this.#putting.delete(put));
    this.#putting.add(put);
  }
}
