/**
 * Runs in a child process: one execution environment of a Node function. Started before anybody knows which function
 * it will be (prewarmed), told so by the first frame, then invoked over and over, one event at a time.
 *
 * It is no part of the cloud's process: it uses Node's own clock and timers, as the function in it does.
 */
import nodeModule from 'node:module';
import { dirname } from 'node:path';
import { decodeInvoke, type Frame, fromChild, type InitMessage, toChild } from '../frames.ts';
import { startAppConfigAgent } from './appconfig-agent.ts';
import { readFrame, waitInSteps, writeFrame } from './channel.ts';
import { current, logError, takeOverConsole, takeOverStreams } from './console.ts';
import { routeCustomResourceAnswers } from './custom-resource-answers.ts';
import { hideAncestors } from './hide-ancestors.ts';
import { resolvePrefixedHosts } from './host-prefixes.ts';
import { openInspector } from './inspector.ts';
import { countHeldTime, createContext } from './invoke-context.ts';
import { type Handler, loadHandler } from './load-handler.ts';
import { sendError } from './replies.ts';
import { awslambda, isStreaming } from './response-stream.ts';
import { emptyLoop, type RunHandler, runClassic, runModern, runStreaming } from './run-handler.ts';
import { errorPayload, RuntimeError } from './runtime-errors.ts';
import { directSdkV2 } from './sdk-v2-endpoint.ts';
import { routeSignedRequests } from './signed-for-aws.ts';

/** What most handlers and the AWS SDK load; having it loaded is most of a fast cold start. */
const preloaded = [
  'node:assert',
  'node:async_hooks',
  'node:buffer',
  'node:child_process',
  'node:crypto',
  'node:dns',
  'node:events',
  'node:fs',
  'node:fs/promises',
  'node:http',
  'node:http2',
  'node:https',
  'node:net',
  'node:os',
  'node:path',
  'node:perf_hooks',
  'node:process',
  'node:stream',
  'node:stream/promises',
  'node:stream/web',
  'node:string_decoder',
  'node:timers',
  'node:timers/promises',
  'node:tls',
  'node:url',
  'node:util',
  'node:zlib',
];

const modernSince = 24;

const callbacksRemoved =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.';

let handler: Handler;
let run: RunHandler;
let isInvoking = false;
let isCacheFlushed = false;

async function warmUp(): Promise<void> {
  const compileCache = process.env.SQUALL_COMPILE_CACHE;
  if (compileCache) nodeModule.enableCompileCache?.(compileCache);
  const require = nodeModule.createRequire(import.meta.url);
  for (const name of preloaded) require(name);
  takeOverStreams();
  if (process.env.SQUALL_INSPECTED) {
    waitInSteps();
    writeFrame(fromChild.inspector, Buffer.from(openInspector()));
  }
  writeFrame(fromChild.warm);
}

async function init(message: InitMessage): Promise<void> {
  becomeFunction(message);
  try {
    if (message.hasAppConfigAgent) await startAppConfigAgent({ ...process.env });
    handler = await loadHandler(message.taskRoot, message.handler);
    run = chooseRunner(handler, message.runtimeMajor);
  } catch (error) {
    failInit(error);
    return;
  }
  writeFrame(fromChild.ready);
  waitForInvoke();
}

/** The generic process takes on the function's environment, directory, console and module paths. */
function becomeFunction(message: InitMessage): void {
  // What a wrapper exported is the function's; all else that the generic process had is ours.
  const exported = message.isWrapped ? { ...process.env } : {};
  delete exported.SQUALL_COMPILE_CACHE;
  delete exported.SQUALL_INSPECTED;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, message.env, exported);
  if (/--enable-source-maps/.test(message.env.NODE_OPTIONS ?? '')) process.setSourceMapsEnabled(true);
  process.chdir(message.taskRoot);
  if (message.heldFile !== undefined) countHeldTime(message.heldFile);
  // NODE_PATH is read once at start; Node has no public way to read it again.
  (nodeModule as unknown as { _initPaths(): void })._initPaths();
  hideAncestors(dirname(dirname(message.taskRoot)));
  if (message.importRoots.length > 0) lookIn(message.importRoots);
  Object.assign(globalThis, { awslambda });
  const endpoint = message.env.AWS_ENDPOINT_URL;
  if (endpoint !== undefined && URL.canParse(endpoint)) {
    routeCustomResourceAnswers(endpoint);
    resolvePrefixedHosts(endpoint);
    directSdkV2(endpoint);
    routeSignedRequests(endpoint, process.env);
  }
  takeOverConsole();
  process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
  process.on('unhandledRejection', (reason) => {
    die('Unhandled Promise Rejection', new RuntimeError('UnhandledPromiseRejection', String(reason)), 128);
  });
  process.on('beforeExit', () => emptyLoop.act());
}

/** ES modules of layers: `import` knows no NODE_PATH, so a bare name that is not found is looked for in the layers. */
function lookIn(roots: readonly string[]): void {
  nodeModule.registerHooks?.({
    resolve(specifier, context, nextResolve) {
      try {
        return nextResolve(specifier, context);
      } catch (error) {
        if (/^[./]|^node:|^file:/.test(specifier)) throw error;
        for (const root of roots) {
          try {
            return nextResolve(specifier, { ...context, parentURL: root });
          } catch {}
        }
        throw error;
      }
    },
  });
}

function chooseRunner(found: Handler, runtimeMajor: number): RunHandler {
  if (isStreaming(found)) return runStreaming;
  if (runtimeMajor < modernSince) return runClassic;
  if (found.length >= 3) throw new RuntimeError('CallbackHandlerDeprecated', callbacksRemoved);
  return runModern;
}

/** Blocks: this is the freeze. Timers and sockets that became due meanwhile are served before the handler starts. */
function waitForInvoke(): void {
  isInvoking = false;
  const frame = readFrame();
  if (frame.kind === toChild.invoke) setImmediate(() => invoke(frame));
}

function invoke(frame: Frame): void {
  const { header, event } = decodeInvoke(frame.body);
  isInvoking = true;
  current.requestId = header.requestId;
  process.env._X_AMZN_TRACE_ID = header.traceId;
  run(handler, JSON.parse(event.toString()), createContext(header), () => setImmediate(next));
}

function next(): void {
  if (!isCacheFlushed) {
    isCacheFlushed = true;
    // Environments are killed, not ended, so the cache would never be written.
    nodeModule.flushCompileCache?.();
  }
  waitForInvoke();
}

function die(what: string, error: unknown, exitCode: number): void {
  if (isInvoking) sendError(what, error, fromChild.fatal);
  else failInit(error, what);
  process.exit(exitCode);
}

function failInit(error: unknown, what = 'Uncaught Exception'): void {
  logError(what, error);
  writeFrame(fromChild.initError, Buffer.from(JSON.stringify(errorPayload(error))));
  process.exit(1);
}

await warmUp();
const first = readFrame();
if (first.kind === toChild.init) await init(JSON.parse(first.body.toString()) as InitMessage);
