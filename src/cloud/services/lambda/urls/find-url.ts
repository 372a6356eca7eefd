import type { CloudKernel } from '../../../service-kit/contract.ts';
import { functionArn } from '../function-reference.ts';
import { type FunctionUrl, type LambdaState, openState, urlsCollection } from '../state.ts';

/** A URL, and where its function is. */
export interface FoundUrl {
  readonly account: string;
  readonly region: string;
  readonly state: LambdaState;
  readonly config: FunctionUrl;
  readonly functionArn: string;
}

/** The URL of that id, whosesoever it is: ids are unique over all accounts and regions. */
export function findUrl(urlId: string, { world }: CloudKernel): FoundUrl | undefined {
  for (const name of world.names('lambda/')) {
    const [, account = '', region = '', collection] = name.split('/');
    if (collection !== urlsCollection) continue;
    const config = world.collection<FunctionUrl>(name).get(urlId);
    if (!config) continue;
    const where = { account, region };
    const arn = functionArn(where, config.functionName, config.qualifier);
    return { ...where, state: openState(world.scope('lambda', account, region)), config, functionArn: arn };
  }
  return undefined;
}
