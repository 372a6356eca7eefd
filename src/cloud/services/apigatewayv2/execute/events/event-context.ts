import type { RoutedExchange } from '../exchange.ts';

/** What both payload formats say of where a request arrived. */
export const originOf = ({ api, stage, address, requestId }: RoutedExchange) => ({
  accountId: api.account,
  apiId: address.apiId,
  domainName: address.domainName,
  domainPrefix: address.domainName.split('.', 1)[0] ?? '',
  requestId,
  stage: stage.name,
});
