import { askAdmin } from '../../harness/cloud-client.ts';
import { type Command, endpointFlags } from '../command.ts';
import { endpointOf } from '../endpoint.ts';
import { paint } from '../paint.ts';

/** `squall reset`: the empty world, in a fraction of a millisecond. */
export const reset: Command = {
  summary: 'empty the running cloud',
  usage: 'reset [options]',
  flags: { endpoint: endpointFlags.endpoint, json: endpointFlags.json },
  examples: ['squall reset', 'squall reset --endpoint http://127.0.0.1:4570'],
  async run(_positionals, flags) {
    const endpoint = endpointOf(flags);
    await askAdmin(endpoint, 'POST /_squall/reset');
    process.stdout.write(
      flags.json ? `${JSON.stringify({ reset: true })}\n` : `${paint.green('✓')} ${endpoint} is empty\n`,
    );
    return 0;
  },
};
