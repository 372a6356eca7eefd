import { SquallError } from '../../cloud/kernel/errors.ts';
import type { HttpRequest, HttpResponse } from '../../cloud/kernel/http.ts';
import { type HttpServer, listen } from '../../cloud/server/http-server.ts';
import type { CloudClient } from '../../harness/cloud-client.ts';
import { replaceVariables, type Variables, variablesOf } from '../../harness/targets/replace-variables.ts';
import { control, type FakeHttp } from '../simulation/fake-http.ts';
import type { Resource } from '../simulation/names.ts';
import { forward } from './forward.ts';
import type { ServedRun } from './served-run.ts';

interface ProxyOptions {
  readonly client: CloudClient;
  readonly functions: readonly Resource[];
  readonly fakes: readonly FakeHttp[];
  readonly endpoint: URL;
  /** This machine as functions see it. */
  readonly host: string;
  /** The run under way; between runs calls pass. */
  readonly current: () => ServedRun | undefined;
}

/** A text in variables of functions, and what stands in its place meanwhile. */
type Replacement = readonly [text: string, by: string];

/**
 * A port for each function, so that it is known who calls, and one for each fake of it; functions learn of them by their
 * variables, which are put back at the end.
 */
export class FunctionProxies {
  readonly #options: ProxyOptions;
  readonly #servers: HttpServer[] = [];
  readonly #undo: (() => Promise<void>)[] = [];

  private constructor(options: ProxyOptions) {
    this.#options = options;
  }

  /** Throws `SquallError` when no function's variables name a fake's address. */
  static async start(options: ProxyOptions): Promise<FunctionProxies> {
    const proxies = new FunctionProxies(options);
    try {
      const all = await Promise.all(options.functions.map(({ physical }) => variablesOf(options.client, physical)));
      assertReachable(options.fakes, all);
      for (const [index, each] of options.functions.entries()) await proxies.#serve(each, all[index] ?? {});
      return proxies;
    } catch (error) {
      await proxies.close();
      throw error;
    }
  }

  /** Puts the variables back and ends the ports; tells the first thing that went wrong when all is done. */
  async close(): Promise<void> {
    const ended = await Promise.allSettled([
      ...this.#undo.splice(0).map((undo) => undo()),
      ...this.#servers.splice(0).map((server) => server.close()),
    ]);
    const failed = ended.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #serve({ name, physical }: Resource, old: Variables): Promise<void> {
    const { client, endpoint, fakes, current } = this.#options;
    const aws = await this.#listen((request) => current()?.aws(name, request) ?? forward(endpoint, request));
    const replacements: Replacement[] = sameOrigins(endpoint).map((origin) => [origin, aws]);
    for (const fake of fakes) {
      const away = async () => ({ status: 503, headers: {}, body: '' });
      const port = await this.#listen((request) => current()?.fake(name, fake, request) ?? away());
      replacements.push([new URL(fake[control].baseUrl).origin, port]);
    }
    const replaced = Object.entries(old).map(([key, value]) => [key, replacedIn(value, replacements)]);
    const next = { ...(Object.fromEntries(replaced) as Variables), AWS_ENDPOINT_URL: aws };
    this.#undo.push(await replaceVariables(client, physical, { old, next }));
  }

  /** Answers the address by which functions reach the port. */
  async #listen(answer: (request: HttpRequest) => Promise<HttpResponse>): Promise<string> {
    const { host } = this.#options;
    const isHere = host === '127.0.0.1' || host === 'localhost';
    const server = await listen(answer, {
      host: isHere ? '127.0.0.1' : '0.0.0.0',
      port: 0,
      allowHosts: [host],
      allowOrigins: [],
      zoneOf: () => 'closed',
    });
    this.#servers.push(server);
    return `http://${host}:${server.port}`;
  }
}

/** Ways to write an address of this machine. */
const sameOrigins = ({ protocol, port }: URL): string[] =>
  ['127.0.0.1', 'localhost'].map((host) => `${protocol}//${host}${port === '' ? '' : `:${port}`}`);

const replacedIn = (value: string, replacements: readonly Replacement[]): string =>
  replacements.reduce((text, [origin, by]) => text.replaceAll(origin, by), value);

/** A service outside that nobody can be led away from would be called for real, with every fault once more. */
function assertReachable(fakes: readonly FakeHttp[], variables: readonly Variables[]): void {
  for (const fake of fakes) {
    const { origin } = new URL(fake[control].baseUrl);
    if (variables.some((each) => Object.values(each).some((value) => value.includes(origin)))) continue;
    throw new SquallError(
      'NotExplorable',
      `No function has a variable that holds ${origin}: its fake cannot take its place there, and the real one would be called.`,
      'Let the function read the address from an environment variable, deploy it again, and explore it.',
    );
  }
}
