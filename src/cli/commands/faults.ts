import { SquallError } from '../../cloud/kernel/errors.ts';
import { ruleKinds } from '../../cloud/kernel/faults/parse-rule.ts';
import type { ActiveRule } from '../../cloud/kernel/faults/rule.ts';
import { askAdmin } from '../../harness/cloud-client.ts';
import { type Command, endpointFlags } from '../command.ts';
import { endpointOf } from '../endpoint.ts';
import { paint } from '../paint.ts';

/** `squall faults`: faults by hand in a running cloud. */
export const faults: Command = {
  summary: 'add, list and clear fault rules',
  usage: 'faults add "RULE" | list | clear [ID] | kinds [options]',
  positionalsMax: 2,
  flags: { endpoint: endpointFlags.endpoint, json: endpointFlags.json },
  examples: [
    'squall faults add "throttle dynamodb:PutItem table=Orders times=3"',
    'squall faults add "lost dynamodb:PutItem table=Idempotency attempt=1"',
    'squall faults add "slow secretsmanager:GetSecretValue delay=2s for=1m"',
    'squall faults add "hang execute-api:POST /orders nth=2"',
    'squall faults list',
    'squall faults clear f1',
    'squall faults clear',
  ],
  async run([action = 'list', argument], flags) {
    const endpoint = endpointOf(flags);
    const say = (value: object, line: string) =>
      process.stdout.write(flags.json ? `${JSON.stringify(value)}\n` : `${line}\n`);
    if (action === 'kinds') say(ruleKinds, kindsPage());
    else if (action === 'list') {
      const found = await askAdmin<{ readonly faults: readonly ActiveRule[] }>(endpoint, 'GET /_squall/faults');
      say(found, page(found.faults));
    } else if (action === 'add') {
      if (argument === undefined)
        throw new SquallError(
          'InvalidFault',
          'The rule is missing.',
          'squall faults add "throttle dynamodb:PutItem table=Orders times=3"',
        );
      const added = await askAdmin<ActiveRule>(endpoint, 'POST /_squall/faults', { rule: argument });
      say(added, `${paint.yellow('⚡')} ${paint.bold(added.id)}  ${added.text}`);
    } else if (action === 'clear') {
      const query = argument === undefined ? '' : `?id=${encodeURIComponent(argument)}`;
      const { removed } = await askAdmin<{ readonly removed: number }>(endpoint, `DELETE /_squall/faults${query}`);
      say({ removed }, `${paint.green('✓')} ${removed} ${removed === 1 ? 'rule' : 'rules'} removed`);
    } else {
      throw new SquallError(
        'InvalidOption',
        `There is no action “${action}”.`,
        'Actions: squall faults add|list|clear|kinds',
      );
    }
    return 0;
  },
};

function page(rules: readonly ActiveRule[]): string {
  if (rules.length === 0)
    return paint.dim('There are no fault rules. squall faults add "throttle dynamodb:PutItem times=3"');
  const width = Math.max(...rules.map(({ text: rule }) => rule.length));
  const head = paint.dim(`${'id'.padEnd(5)} ${'rule'.padEnd(width)}  hits  matched`);
  const rows = rules.map(({ id, text: rule, hits, matched }) => {
    const count = String(hits).padStart(4);
    return `${paint.bold(id.padEnd(5))} ${rule.padEnd(width)}  ${hits > 0 ? paint.yellow(count) : count}  ${String(matched).padStart(7)}`;
  });
  return [head, ...rows].join('\n');
}

const kindsPage = (): string =>
  Object.entries(ruleKinds)
    .map(([kind, tells]) => `${paint.bold(kind.padEnd(12))} the call ${tells}`)
    .join('\n');
