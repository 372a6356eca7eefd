import { f } from './faults/fault-set.ts';
import { faultFree } from './run/plan.ts';
import { Runner } from './run/runner.ts';
import { projectOf } from './simulation/app.ts';
import { Simulation } from './simulation/simulation.ts';
import { routesByApi } from './simulation/unserved.ts';

/** A file to begin with, and what its author has to fill in. */
export interface FirstScenario {
  readonly text: string;
  readonly todo: readonly string[];
}

interface Facts {
  readonly app: string | undefined;
  /** `POST /orders`; undefined where there is no API. */
  readonly route: string | undefined;
  /** Whose route it is, where there are several APIs. */
  readonly api: string | undefined;
  readonly queue: string | undefined;
  readonly machine: string | undefined;
  readonly functionName: string | undefined;
  readonly tables: readonly string[];
  readonly secrets: readonly string[];
  /** Routes of services outside, by origin: `POST /charges`. */
  readonly outgoing: ReadonlyMap<string, readonly string[]>;
}

/**
 * Writes a first scenario for an app: deploys it, and asks it once for something to see which services outside it calls.
 * Throws `SquallError` when it cannot be deployed.
 */
export async function firstScenario(
  app: string | undefined,
  directory: string = process.cwd(),
): Promise<FirstScenario> {
  const simulation = await Simulation.open({
    app,
    parameters: {},
    external: [],
    given: undefined,
    directories: [projectOf(directory), directory],
    seed: 1,
  });
  try {
    const { names, client } = simulation;
    const named = (kind: string): string[] => names.of(kind).map(({ name }) => name);
    const routes = await routesByApi(client, names);
    const { route, api } = routes.find((each) => each.route.startsWith('POST ')) ?? routes[0] ?? {};
    const facts = {
      app,
      route,
      api: named('api').length > 1 ? api : undefined,
      queue: named('queue')[0],
      machine: named('state machine')[0],
      functionName: named('function')[0],
      tables: named('table'),
      secrets: named('secret'),
    };
    return scenarioOf({ ...facts, outgoing: await outgoingOf(simulation, facts) });
  } finally {
    await simulation.close();
  }
}

/** What is asked once, the first of these that there is. */
type Asked = Pick<Facts, 'route' | 'api' | 'queue' | 'machine' | 'functionName'>;

/** Where functions go that nothing plays yet, found by asking once. */
async function outgoingOf(
  simulation: Simulation,
  { route, api, queue, machine, functionName }: Asked,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const runner = new Runner(simulation, {
    faults: f.defaults(),
    warm: false,
    when: (w) => {
      if (route !== undefined) {
        const { method, path } = requestOf(route);
        return w.client(api === undefined ? {} : { api }).request(method, path, { idempotencyKey: 'k1', json: {} });
      }
      if (queue !== undefined) return w.send(queue, {});
      if (machine !== undefined) return w.start(machine, {});
      return functionName === undefined ? undefined : w.invoke(functionName, {});
    },
  });
  const { defects } = await runner.run(faultFree);
  const found = new Map<string, string[]>();
  for (const defect of defects) {
    const [, origin, call] = /fakeHttp\('([^']+)', \{ '([^']+)'/.exec(defect) ?? [];
    if (origin === undefined || call === undefined) continue;
    found.set(origin, [...new Set([...(found.get(origin) ?? []), call])]);
  }
  return found;
}

/** A request that a route takes: `$default` takes everything, and parameters need some value. */
function requestOf(route: string): { readonly method: string; readonly path: string } {
  const [method = 'POST', path = '/'] = route === '$default' ? [] : route.split(' ');
  return { method: method === 'ANY' ? 'POST' : method, path: path.replaceAll(/\{\w+\+?\}/g, '1') };
}

const quoted = (text: string): string => `'${text.replaceAll("'", "\\'")}'`;

function scenarioOf({
  app,
  route,
  api,
  queue,
  machine,
  functionName,
  tables,
  secrets,
  outgoing,
}: Facts): FirstScenario {
  const todo: string[] = [];
  const fakes = [...outgoing].map(([origin, calls], index) => {
    todo.push(`what ${origin} answers, and what it keeps: a fake without state cannot show a double charge`);
    const routes = calls.map(
      (call) =>
        `  ${quoted(call)}: ({ s, id }) => {\n    const made = { id: id('id') }; // TODO\n    s.made.push(made);\n    return made;\n  },`,
    );
    return `const outside${index + 1} = fakeHttp<{ readonly made: { readonly id: string }[] }>(${quoted(origin)}, {\n  state: () => ({ made: [] }),\n${routes.join('\n')}\n});\n`;
  });
  const given = secrets.map((secret) => `w.secret(${quoted(secret)}).set('TODO');`);
  if (secrets.length > 0) todo.push(`values of the secrets ${secrets.join(', ')}, as the functions expect them`);
  todo.push('what the client sends, and what must hold after it');
  const checks = tables.map((table) => `    // expectState(world.table(${quoted(table)})).toHaveCount(1); // TODO`);
  const lines = [
    `import { explore, expectState${fakes.length > 0 ? ', fakeHttp' : ''} } from 'squall/vitest';`,
    '',
    ...fakes,
    `explore(${quoted(route ?? queue ?? machine ?? functionName ?? 'first scenario')}, {`,
    ...(app === undefined ? [] : [`  app: ${quoted(app)},`]),
    ...(fakes.length === 0 ? [] : [`  external: [${fakes.map((_fake, index) => `outside${index + 1}`).join(', ')}],`]),
    ...(given.length === 0 ? [] : ['  given: async (w) => {', ...given.map((line) => `    await ${line}`), '  },']),
    `  when: (w) => ${whenOf({ route, api, queue, machine, functionName })},`,
    '  then: ({ outcome, world }) => {',
    '    if (!outcome.ok) return;',
    ...checks,
    '    void [expectState, world];',
    '  },',
    '});',
    '',
  ];
  return { text: lines.join('\n'), todo };
}

function whenOf({ route, api, queue, machine, functionName }: Asked): string {
  if (route === undefined) {
    if (queue !== undefined) return `w.send(${quoted(queue)}, {})`;
    if (machine !== undefined) return `w.start(${quoted(machine)}, {})`;
    return `w.invoke(${quoted(functionName ?? 'TODO')}, {})`;
  }
  const { method, path } = requestOf(route);
  const options = method === 'GET' ? '' : ", { idempotencyKey: 'k1', json: {} }";
  const named = api === undefined ? '' : `, api: ${quoted(api)}`;
  return `w.client({ retries: 5, on: ['network', 409, 429, '5xx']${named} }).${method.toLowerCase()}(${quoted(path)}${options})`;
}
