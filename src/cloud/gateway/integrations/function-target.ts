import { parseArn } from '../../kernel/arns.ts';

/** A Lambda function as an integration or an authorizer names it. */
export interface FunctionTarget {
  readonly name: string;
  readonly qualifier: string | undefined;
  readonly account: string;
  readonly region: string;
}

/**
 * Reads a function's ARN, alone or wrapped in API Gateway's invocation ARN
 * (`arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{function ARN}/invocations`, or that of functions that
 * stream, `path/2021-11-15/functions/{function ARN}/response-streaming-invocations`).
 */
export function functionTarget(uri: string): FunctionTarget | undefined {
  // Most of what is asked about in vain are other services.
  if (!uri.includes(':lambda:')) return undefined;
  const wrapped =
    /:lambda:path\/(?:2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations)$/.exec(
      uri,
    );
  const arn = parseArn(wrapped?.[1] ?? wrapped?.[2] ?? uri);
  const [kind, name, qualifier] = arn?.resource.split(':') ?? [];
  if (arn?.service !== 'lambda' || kind !== 'function' || !name) return undefined;
  return { name, qualifier: qualifier || undefined, account: arn.account, region: arn.region };
}

/** Puts stage variables into a URI: `${stageVariables.name}`. An unknown one becomes nothing. */
export const withStageVariables = (uri: string, variables: Readonly<Record<string, string>>): string =>
  uri.replace(
    /\$\{stageVariables\.(\w+)\}/g,
    (_, name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined) ?? '',
  );
