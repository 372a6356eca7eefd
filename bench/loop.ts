import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './child.ts';
import { type DevProcess, startDev, untilAnswers } from './loop/dev-process.ts';
import { type Project, referenceProject, smallProject } from './loop/projects.ts';
import { median, ms, type Row, times } from './table.ts';

const saves = 10;
/** Of the stack: each of them, and the app alone beside it, takes seconds. */
const stackSaves = 5;
/** What has to run at the least is run after so many saves. */
const floors = 3;
const budgetMs = { handler: 300, stack: 2000 };

/** From a save to the new answer, through `squall dev` as people run it. */
export async function run(): Promise<Row[]> {
  return [...(await inReferenceApp()), ...(await inSmallApp())];
}

async function inReferenceApp(): Promise<Row[]> {
  const project = referenceProject();
  const dev = await startDev(project.directory, ['--parameter', 'PaymentsUrl=http://127.0.0.1:9']);
  try {
    const refused = (): Promise<string> => ask(`${dev.apiUrl}/orders`, 'POST');
    const handler = await measured(project, refused, {
      file: 'handlers/create-order.ts',
      change: (text, save) => text.replace(/Idempotency-Key is required/, `$& (save ${save})`),
      isNew: (answer, save) => answer.includes(`(save ${save})`),
    });
    const shared = await measured(project, refused, {
      file: 'handlers/orders/route.ts',
      change: (text, save) => text.replace('urn:orders:', `urn:orders-${save}:`),
      isNew: (answer, save) => answer.includes(`urn:orders-${save}:`),
    });
    const stack = await measuredStack(project, dev);
    const bundle = `esbuild and Node alone ${ms(median(handler.floorMs))}`;
    const app = `the app alone ${ms(median(stack.floorMs))}`;
    return [
      row('save of a handler, reference app', handler, bundle, budgetMs.handler),
      // Beside one bundle: what it saves by making six at once is a part of the answer.
      row('save of a module of six functions', { ...shared, floorMs: handler.floorMs }, bundle, undefined),
      row('save of the stack, reference app', stack, app, budgetMs.stack),
    ];
  } finally {
    await dev.stop();
    project.remove();
  }
}

/** A route more, at each save. */
function measuredStack(project: Project, dev: DevProcess): Promise<Measured> {
  let path = '';
  return measured(project, () => ask(`${dev.apiUrl}${path}`), {
    file: 'stack/orders-api.ts',
    change: (text, save) => {
      path = `/health-${save}`;
      const line = "this.#addRoute(HttpMethod.GET, '/health', 'Health');";
      return text.replace(line, `${line}\n    ${line.replace('/health', path)}`);
    },
    isNew: (answer) => answer.includes('"ok"'),
    floor: ['node', 'stack/app.ts'],
    saves: stackSaves,
  });
}

async function inSmallApp(): Promise<Row[]> {
  const project = smallProject();
  const dev = await startDev(project.directory);
  try {
    const handler = await measured(project, () => ask(dev.apiUrl), {
      file: 'handlers/hello.ts',
      change: (text, save) => text.replace('save 0', `save ${save}`),
      isNew: (answer, save) => answer.includes(`save ${save} `),
    });
    const bundle = `esbuild and Node alone ${ms(median(handler.floorMs))}`;
    return [row('save of a handler, small app', handler, bundle, budgetMs.handler)];
  } finally {
    await dev.stop();
    project.remove();
  }
}

interface Save {
  readonly file: string;
  readonly change: (text: string, save: number) => string;
  readonly isNew: (answer: string, save: number) => boolean;
  /** What has to run at the least; default: esbuild of the file, and Node that loads the bundle. */
  readonly floor?: readonly string[];
  /** How many; default: ten. */
  readonly saves?: number;
}

interface Measured {
  readonly tookMs: readonly number[];
  readonly floorMs: readonly number[];
}

async function measured(project: Project, asking: () => Promise<string>, save: Save): Promise<Measured> {
  const text = project.read(save.file);
  const tookMs: number[] = [];
  const floorMs: number[] = [];
  for (let number = 1; number <= (save.saves ?? saves); number += 1) {
    project.write(save.file, save.change(text, number));
    tookMs.push(await untilAnswers(asking, (answer) => save.isNew(answer, number)));
    if (number <= floors)
      floorMs.push(await (save.floor ? timeOf(project, save.floor) : timeOfCode(project, save.file)));
  }
  return { tookMs, floorMs };
}

/** A handler that is bundled by esbuild, and whose bundle Node evaluates: what no cold start is without. */
async function timeOfCode(project: Project, file: string): Promise<number> {
  const outfile = '.squall/floor.cjs';
  const flags = ['--bundle', '--minify', '--platform=node', '--log-level=error', `--outfile=${outfile}`];
  const bundledMs = await timeOf(project, ['esbuild', file, ...flags]);
  return bundledMs + (await timeOf(project, ['node', outfile]));
}

async function timeOf({ directory }: Project, [program = '', ...argv]: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const path = program === 'node' ? process.execPath : join(root, 'node_modules', '.bin', program);
  const child = spawn(path, argv, {
    cwd: directory,
    stdio: 'ignore',
    // The app alone: its functions are not bundled, and its template is not checked.
    env: {
      ...process.env,
      CDK_VALIDATION: 'false',
      CDK_OUTDIR: join(directory, '.squall', 'floor'),
      CDK_CONTEXT_JSON: '{"aws:cdk:bundling-stacks":[]}',
    },
  });
  await new Promise((resolve) => child.once('exit', resolve));
  return performance.now() - startMs;
}

/** One that is refused while the API changes is asked again. */
const ask = (url: string, method = 'GET'): Promise<string> =>
  fetch(url, { method, headers: { 'content-type': 'application/json' } }).then(
    (response) => response.text(),
    (error: Error) => error.message,
  );

function row(what: string, { tookMs, floorMs }: Measured, beside: string, budget: number | undefined): Row {
  const half = median(tookMs);
  return {
    what: `${what} (p50, max)`,
    measured: `${ms(half)}, ${ms(Math.max(...tookMs))}`,
    beside,
    ratio: times(half / median(floorMs)),
    budget: budget === undefined ? '–' : `≤ ${budget} ms`,
    met: budget === undefined ? undefined : half <= budget,
  };
}
