import { SquallError } from '../../../cloud/kernel/errors.ts';
import type { EndpointOptions } from '../../../explore/elsewhere/endpoint-options.ts';
import { ExplorationElsewhere } from '../../../explore/elsewhere/exploration-elsewhere.ts';
import { offersTable } from '../../../explore/elsewhere/offers.ts';
import type { Declared } from '../../../explore/registry.ts';
import { explain } from '../../../explore/report/explain.ts';
import { matrixOf } from '../../../explore/report/matrix.ts';
import { renderMatrix } from '../../../explore/report/terminal.ts';
import type { Scenario } from '../../../explore/scenario.ts';
import type { CellResult } from '../../../explore/search/explorer.ts';
import { type Flags, type FlagValues, text } from '../../command.ts';
import { paint } from '../../paint.ts';
import { counter } from '../../progress.ts';

/** Of `squall explore` in another cloud. */
export const elsewhereFlags = {
  endpoint: {
    type: 'string',
    value: 'URL',
    help: 'explore in another cloud of this machine, where the app is deployed',
  },
  stack: { type: 'string', value: 'NAME', help: 'for --endpoint: the stack, where several are deployed' },
  empty: { type: 'boolean', help: 'for --endpoint: empty tables and queues of the stack before every run' },
  host: {
    type: 'string',
    value: 'NAME',
    help: 'for --endpoint: this machine as functions see it: host.docker.internal',
  },
} as const satisfies Flags;

/** What only Squall's own cloud can do. */
const notThere = ['depth', 'budget', 'random', 'replay', 'write-test', 'accept', 'html', 'reporter', 'json'] as const;

/** The other cloud that flags or scenario name; undefined where everything happens in Squall's own. */
export function endpointOptions({ endpoint }: Scenario, flags: FlagValues): EndpointOptions | undefined {
  const [url, stack, host] = [text(flags.endpoint), text(flags.stack), text(flags.host)];
  const given: EndpointOptions | undefined = typeof endpoint === 'string' ? { url: endpoint } : endpoint;
  if (url === undefined && !given) return undefined;
  const options: EndpointOptions = {
    ...given,
    url: url ?? given?.url ?? '',
    ...(stack !== undefined && { stack }),
    ...(host !== undefined && { host }),
    ...(flags.empty === true && { empty: true }),
  };
  if (!URL.canParse(options.url)) {
    throw new SquallError(
      'InvalidOption',
      `“${options.url}” is not an endpoint.`,
      'Write it as a URL: --endpoint http://127.0.0.1:4566',
    );
  }
  const flag = notThere.find((name) => flags[name] !== undefined && flags[name] !== false);
  if (flag === undefined) return options;
  throw new SquallError('Unsupported', `--${flag} does not go with an endpoint.`, 'Leave one of the two out.');
}

/** Explores a scenario there and tells it; answers whether anything is red. */
export async function exploreElsewhere(
  { name, scenario }: Declared,
  file: string,
  options: EndpointOptions,
  flags: FlagValues,
): Promise<boolean> {
  await using exploration = await ExplorationElsewhere.open(name, scenario, options);
  const release = releaseOnSignal(exploration);
  try {
    process.stdout.write(`${offersTable(scenario, exploration.faults, options.url)}\n\n`);
    const red = await everyCell(exploration, text(flags.filter));
    const { verdict } = await exploration.faultFree();
    const faultFree = verdict.violations.map(({ code, what }) => paint.red(`✗ without faults   ${code}: ${what}`));
    const matrix = matrixOf(exploration, ({ cell: { point, kind } }) => {
      return scenario.allow?.[exploration.display(point.name)]?.[kind.name];
    });
    const isColoured = process.stdout.isTTY === true || process.env.FORCE_COLOR !== undefined;
    const told = red.map((each) => {
      const again = `squall explore ${file} --endpoint ${options.url} --filter '${each.title}'`;
      return `${explain(each.title, { run: each.run, verdict: each.verdict })}\n  again: ${again}`;
    });
    process.stdout.write(`${[renderMatrix(matrix, isColoured), ...faultFree, ...told, ''].join('\n')}`);
    return matrix.counts.broken > 0 || faultFree.length > 0;
  } finally {
    release();
  }
}

/** Runs the cells; answers those that are broken. */
async function everyCell(exploration: ExplorationElsewhere, filter: string | undefined): Promise<CellResult[]> {
  const cells = exploration.cells.filter((cell) => filter === undefined || exploration.titleOf(cell).includes(filter));
  if (cells.length === 0) {
    const some = exploration.cells.slice(0, 3).map((cell) => exploration.titleOf(cell));
    throw new SquallError('NotFound', `No cell’s title contains “${filter}”.`, `Cells are called ${some.join('; ')} …`);
  }
  const progress = counter(true, exploration.name);
  const red: CellResult[] = [];
  for (const [index, cell] of cells.entries()) {
    const result = await exploration.explore(cell);
    if (result.verdict.grade === 'broken') red.push(result);
    progress.tell('cells', index + 1, cells.length);
  }
  progress.done();
  return red;
}

/** Functions must not be left pointing at a proxy that is gone. */
function releaseOnSignal(exploration: ExplorationElsewhere): () => void {
  const interrupted = (): void => {
    void exploration[Symbol.asyncDispose]().finally(() => process.exit(130));
  };
  process.once('SIGINT', interrupted);
  process.once('SIGTERM', interrupted);
  return () => {
    process.off('SIGINT', interrupted);
    process.off('SIGTERM', interrupted);
  };
}
