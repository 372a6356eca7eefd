import type { RoutedExchange } from '../exchange.ts';

/** What both payload formats say of where a request arrived. */
export const originOf = ({ api, stage, target, requestId }: RoutedExchange) => ({
  accountId: api.account,
  apiId: target.apiId,
  domainName: target.domainName,
  domainPrefix: target.domainName.split('.', 1)[0] ?? '',
  requestId,
  stage: stage.name,
});
