import { HeaderNames } from '../../../../gateway/requests/header-names.ts';
import { misconfigured } from '../gateway-failure.ts';
import { isHeader, nameToClient } from './header-treatment.ts';

export const transformFailed = 'Execution failed due to configuration error: Unable to transform response';

/** The headers that an integration response makes, by their names in lower case, and how they are written. */
export class MappedHeaders {
  readonly values: Record<string, string | readonly string[]> = { 'content-type': 'application/json' };
  readonly names = new HeaderNames();
  readonly #integrationType: string | undefined;

  constructor(integrationType: string | undefined) {
    this.#integrationType = integrationType;
  }

  /** What a parameter maps; some names never reach the client. @throws GatewayFailure (500) for what is no header */
  map(given: string, values: readonly string[]): void {
    const name = nameToClient(given.toLowerCase(), this.#integrationType);
    if (name !== undefined) this.#set(name, given, values);
  }

  /** What a template overrides reaches the client under whatever name. @throws GatewayFailure (500) for what is no header */
  override(given: string, value: string): void {
    const lower = given.toLowerCase();
    this.#set(nameToClient(lower, this.#integrationType) ?? lower, given, [value]);
  }

  #set(name: string, given: string, values: readonly string[]): void {
    for (const value of values) if (!isHeader(name, value)) throw misconfigured(transformFailed);
    this.values[name] = values.length === 1 && values[0] !== undefined ? values[0] : values;
    this.names.note(name, given);
  }
}
