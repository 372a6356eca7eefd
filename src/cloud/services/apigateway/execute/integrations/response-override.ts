import type { RoutedExchange } from '../exchange.ts';
import type { Rendered } from './templates.ts';

/**
 * Keeps what a template overrides of the response: that of a request template holds unless the response's says otherwise.
 * Afterwards they are variables like all others, for logs.
 */
export function noteResponseOverride(exchange: RoutedExchange, override: Rendered['responseOverride']): void {
  const { contextValues } = exchange;
  for (const [name, value] of override.header) contextValues.set(`responseOverride.header.${name}`, value);
  if (override.status !== undefined) contextValues.set('responseOverride.status', override.status);
}

const prefix = 'responseOverride.header.';

/** The headers that templates set, by their names as written there. */
export function overriddenHeaders({ contextValues }: RoutedExchange): [name: string, value: string][] {
  const headers: [string, string][] = [];
  for (const [name, value] of contextValues) {
    if (name.startsWith(prefix)) headers.push([name.slice(prefix.length), String(value)]);
  }
  return headers;
}

/** The status that templates set. */
export const overriddenStatus = ({ contextValues }: RoutedExchange): number | undefined => {
  const status = contextValues.get('responseOverride.status');
  return typeof status === 'number' ? status : undefined;
};
