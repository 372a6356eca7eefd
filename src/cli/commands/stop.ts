import { portOf } from '../cloud-flags.ts';
import { type Command, text } from '../command.ts';
import { listDetached } from '../detached/detached-clouds.ts';
import { stopDetached } from '../detached/stop-detached.ts';
import { defaultPort } from '../endpoint.ts';

/** `squall stop`: ends what `squall up --detach` started. */
export const stop: Command = {
  summary: 'end a cloud that runs in the background',
  usage: 'stop [options]',
  flags: {
    port: {
      type: 'string',
      short: 'p',
      value: 'N',
      help: `of the cloud (default: $AWS_ENDPOINT_URL's, else ${defaultPort})`,
    },
    all: { type: 'boolean', help: 'end all clouds that run in the background' },
    json: { type: 'boolean', help: 'for programs: JSON on standard output' },
  },
  examples: ['squall stop', 'squall stop --port 4570', 'squall stop --all --json'],
  async run(_positionals, flags) {
    const wanted = portOf(flags) ?? environmentPort();
    const ports = flags.all ? listDetached().map(({ port }) => port) : [wanted];
    const ended = [];
    for (const port of ports) ended.push((await stopDetached(port)) ?? []);
    const clouds = ended.flat();
    if (flags.json) {
      const stopped = clouds.map(({ port, endpoint, pid }) => ({ port, endpoint, pid }));
      process.stdout.write(`${JSON.stringify({ stopped })}\n`);
      return 0;
    }
    const none = flags.all ? 'No cloud runs in the background.' : `No cloud runs in the background on port ${wanted}.`;
    const lines = clouds.map(({ endpoint, pid }) => `The cloud at ${endpoint} (process ${pid}) has ended.`);
    process.stdout.write(`${lines.length === 0 ? none : lines.join('\n')}\n`);
    return 0;
  },
};

/** The port that `squall up` would take, or that the variables of `squall env` name. */
function environmentPort(): number {
  const endpoint = text(process.env.AWS_ENDPOINT_URL) ?? '';
  const isHere = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/.test(endpoint);
  return isHere ? Number(new URL(endpoint).port) : defaultPort;
}
