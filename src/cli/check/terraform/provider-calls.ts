import type { Call } from '../judge/call-judge.ts';

/** What the provider calls, by what Terraform calls it: `aws_sqs_queue`. */
export type ProviderCalls = ReadonlyMap<string, Call>;

/** Of tables by service, whose names stand without `aws_`. */
export const providerCalls = (table: Readonly<Record<string, Readonly<Record<string, string>>>>): ProviderCalls =>
  new Map(
    Object.entries(table).flatMap(([service, names]) =>
      Object.entries(names).map(([name, operation]) => [`aws_${name}`, { service, operation }] as const),
    ),
  );
