import { SourceMap } from 'node:module';

type Params = Record<string, unknown>;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Params;
  readonly result?: Params;
  readonly error?: { readonly message: string };
}

interface Target {
  readonly title: string;
  readonly webSocketDebuggerUrl: string;
}

/** What a debugger is told of a script. */
export interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly sourceMapURL: string;
}

/** Where an inspector's port leads, as VS Code and Chrome ask for it. */
export const targetsAt = async (port: number): Promise<Target[]> =>
  (await (await fetch(`http://127.0.0.1:${port}/json/list`)).json()) as Target[];

/** A debugger as an editor has one: the Chrome DevTools Protocol over the WebSocket that the port names. */
export class Debugger implements AsyncDisposable {
  /** Fulfilled when the connection is over. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #events: Message[] = [];
  readonly #replies = new Map<number, (message: Message) => void>();
  #wake: () => void = () => {};
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id === undefined) this.#events.push(message);
      else this.#replies.get(message.id)?.(message);
      this.#wake();
    });
  }

  /** Attaches by the stable port, and turns the debugger on. */
  static async attach(port: number): Promise<Debugger> {
    const [target] = await targetsAt(port);
    if (!target) throw new Error(`There is nothing to debug at ${port}`);
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve, { once: true });
      socket.addEventListener('error', reject, { once: true });
    });
    const client = new Debugger(socket);
    await client.send('Runtime.enable');
    await client.send('Debugger.enable');
    return client;
  }

  async send<Result = Params>(method: string, params: Params = {}): Promise<Result> {
    this.#lastId += 1;
    const id = this.#lastId;
    const reply = new Promise<Message>((resolve) => this.#replies.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await reply;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result as Result;
  }

  /** The first event that was not taken yet, or that comes. */
  async event<Event = Params>(method: string, isWanted: (params: Event) => boolean = () => true): Promise<Event> {
    for (;;) {
      const index = this.#events.findIndex((each) => each.method === method && isWanted(each.params as Event));
      if (index !== -1) return this.#events.splice(index, 1)[0]?.params as Event;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** As editors do it: at the place in the script that its source map gives for the line (0-based) of the source. */
  async breakAt(script: Script, source: string, line: number): Promise<void> {
    const data = Buffer.from(script.sourceMapURL.replace(/^data:[^,]*,/, ''), 'base64').toString();
    const { scriptSource } = await this.send<{ scriptSource: string }>('Debugger.getScriptSource', script as never);
    const map = new SourceMap(JSON.parse(data));
    for (const [lineNumber, text] of scriptSource.split('\n').entries()) {
      for (let columnNumber = 0; columnNumber < text.length; columnNumber += 1) {
        const entry = map.findEntry(lineNumber, columnNumber);
        if (!('originalLine' in entry) || entry.originalLine !== line || entry.originalSource !== source) continue;
        await this.send('Debugger.setBreakpointByUrl', { url: script.url, lineNumber, columnNumber });
        return;
      }
    }
    throw new Error(`${source}:${line + 1} is not in ${script.url}`);
  }

  /** The value of an expression in the frame in which it is paused. */
  async evaluate(callFrameId: string, expression: string): Promise<unknown> {
    const params = { callFrameId, expression, returnByValue: true };
    const { result } = await this.send<{ result: { value: unknown } }>('Debugger.evaluateOnCallFrame', params);
    return result.value;
  }

  async detach(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.detach();
  }
}
