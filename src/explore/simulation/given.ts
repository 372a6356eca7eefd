import type { CloudClient } from '../../harness/cloud-client.ts';
import type { Names } from './names.ts';
import { type ServiceCall, scenarioCalls } from './scenario-calls.ts';
import type { Given } from './scenario-verbs.ts';

/** The verbs that put the world in order; every call of theirs goes through undisturbed. */
export function givenVerbs(client: CloudClient, names: Names): Given {
  const calls = scenarioCalls(names);
  const make = async (call: ServiceCall): Promise<void> => {
    await client.call(...call);
  };
  return {
    secret: (name) => ({ set: async (value) => make(calls.setSecret(name, value)) }),
    parameter: (name) => ({ set: async (value) => make(calls.setParameter(name, value)) }),
    table: (name) => ({
      put: async (...items) => {
        for (const item of items) await make(calls.putItem(name, item));
      },
    }),
    queue: (name) => ({
      send: async (...bodies) => {
        for (const body of bodies) await make(calls.sendMessage(name, body));
      },
    }),
    bucket: (name) => ({ put: async (key, body) => make(calls.putObject(name, key, body)) }),
    call: (service, operation, input) => client.call(service, operation, input),
  };
}
