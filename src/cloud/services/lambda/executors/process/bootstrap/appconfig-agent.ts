import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { signedGet, signedPost } from './signed-request.ts';

/** https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-integration-lambda-extensions-config.html */
const defaultPort = 2772;
const defaultPollSeconds = 45;

type Variables = Readonly<Record<string, string | undefined>>;

/** A configuration as it was told last. */
interface Known {
  readonly token: string;
  readonly readMs: number;
  readonly body: Buffer;
  readonly contentType: string;
  readonly version: string | undefined;
}

/** What AppConfig refused: the agent hands it on. */
class Refused extends Error {
  readonly status: number;
  readonly body: Buffer;

  constructor(status: number, body: Buffer) {
    super(`AppConfig answered ${status}`);
    this.status = status;
    this.body = body;
  }
}

/**
 * The agent that the layer `AWS-AppConfig-Extension` brings: what the function asks of `localhost:2772` is answered from
 * a cache, which is read from AppConfig with the function's own credentials. Each environment on AWS has that port for
 * itself; here they share one machine, so the agent listens at any port, and connections to that one lead to it.
 */
export async function startAppConfigAgent(variables: Variables): Promise<void> {
  const known = new Map<string, Known>();
  const server = createServer((request, response) => {
    void answer(request, response, known, variables);
  });
  server.on('connection', (socket) => socket.unref());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  leadConnections(Number(variables.AWS_APPCONFIG_EXTENSION_HTTP_PORT ?? defaultPort), port);
}

interface Destination {
  readonly host?: string | null;
  readonly port?: number | string;
}

/** Every client of Node's connects by this method, `fetch` included. */
function leadConnections(from: number, to: number): void {
  const { connect } = Socket.prototype;
  const led = (given: Destination): Destination => {
    const isLocal = ['localhost', '127.0.0.1', undefined, null].includes(given.host);
    return isLocal && Number(given.port) === from ? { ...given, host: '127.0.0.1', port: to } : given;
  };
  Socket.prototype.connect = function connectLed(this: Socket, ...parameters: unknown[]) {
    const [first] = parameters;
    // Node itself hands over its own list of normalized parameters, which must stay the same list.
    if (Array.isArray(first) && typeof first[0] === 'object') first[0] = led(first[0] as Destination);
    else if (typeof first === 'object' && first !== null) parameters[0] = led(first as Destination);
    return Reflect.apply(connect, this, parameters);
  } as typeof connect;
}

const route = /^\/applications\/([^/]+)\/environments\/([^/]+)\/configurations\/([^/]+)$/;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  known: Map<string, Known>,
  variables: Variables,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const names = route.exec(pathname)?.slice(1).map(decodeURIComponent);
  const reply = (status: number, body: Buffer | string, headers: Readonly<Record<string, string>> = {}) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers, connection: 'close' });
    response.end(body);
  };
  if (request.method !== 'GET' || !names) return reply(404, '{"message":"Not Found"}');
  try {
    const { body, contentType, version } = await read(pathname, names, known, variables);
    const told = picked(body, searchParams.getAll('flag'));
    if (told === undefined) return reply(404, '{"message":"Flag not found"}');
    reply(200, told, {
      'content-type': contentType,
      ...(version !== undefined && { 'configuration-version': version }),
    });
  } catch (error) {
    if (error instanceof Refused) reply(error.status, error.body);
    else reply(502, JSON.stringify({ message: String(error) }));
  }
}

/** All of it, or the flags that are asked for: one alone is told without its key. */
function picked(body: Buffer, flags: readonly string[]): Buffer | string | undefined {
  if (flags.length === 0) return body;
  const all = JSON.parse(body.toString()) as Readonly<Record<string, unknown>>;
  if (!flags.every((flag) => Object.hasOwn(all, flag))) return undefined;
  const [only] = flags;
  if (only !== undefined && flags.length === 1) return JSON.stringify(all[only]);
  return JSON.stringify(Object.fromEntries(flags.map((flag) => [flag, all[flag]])));
}

async function read(
  path: string,
  names: readonly string[],
  cache: Map<string, Known>,
  variables: Variables,
): Promise<Known> {
  const cached = cache.get(path);
  const pollSeconds = Number(variables.AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS ?? defaultPollSeconds);
  if (cached && Date.now() - cached.readMs < pollSeconds * 1000) return cached;
  const token = cached?.token ?? (await startSession(names, variables));
  const answered = await signedGet('/configuration', { configuration_token: token }, variables);
  if (answered.status !== 200) {
    // A token is over after a day: the next request begins a new session.
    cache.delete(path);
    throw new Refused(answered.status, answered.body);
  }
  const { headers, body } = answered;
  const isNew = body.byteLength > 0 || !cached;
  const next: Known = {
    token: String(headers['next-poll-configuration-token']),
    readMs: Date.now(),
    body: isNew ? body : cached.body,
    contentType: isNew ? String(headers['content-type']) : cached.contentType,
    version: isNew ? headers['version-label']?.toString() : cached.version,
  };
  cache.set(path, next);
  return next;
}

async function startSession(names: readonly string[], variables: Variables): Promise<string> {
  const [ApplicationIdentifier, EnvironmentIdentifier, ConfigurationProfileIdentifier] = names;
  const input = { ApplicationIdentifier, EnvironmentIdentifier, ConfigurationProfileIdentifier };
  const { status, body } = await signedPost('/configurationsessions', input, variables);
  if (status !== 201) throw new Refused(status, body);
  const answered = JSON.parse(body.toString()) as { readonly InitialConfigurationToken: string };
  return answered.InitialConfigurationToken;
}
