import { inside } from './inside.ts';

type Listener = (...parameters: unknown[]) => void;
const watched = ['unhandledRejection', 'uncaughtException'] as const;

let users = 0;
let before: Readonly<Record<(typeof watched)[number], readonly Listener[]>> | undefined;

/**
 * Errors that nobody catches in an environment are the function's, not this process's: they end the environment. Whoever
 * listened before (a test runner) is told of all others. Answers how to stop.
 */
export function watchStrayErrors(): () => void {
  users += 1;
  if (users === 1) takeOver();
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    users -= 1;
    if (users === 0) giveBack();
  };
}

function takeOver(): void {
  before = {
    unhandledRejection: process.listeners('unhandledRejection') as Listener[],
    uncaughtException: process.listeners('uncaughtException') as Listener[],
  };
  for (const event of watched) {
    process.removeAllListeners(event);
    process.on(event, (error: unknown, ...rest: unknown[]) => {
      const environment = inside.getStore();
      if (environment) {
        environment.fail(
          event === 'uncaughtException' ? 'Uncaught Exception' : 'Unhandled Promise Rejection',
          error,
          event === 'uncaughtException' ? 129 : 128,
        );
        return;
      }
      const others = before?.[event] ?? [];
      if (others.length === 0) throw error;
      for (const listener of others) listener(error, ...rest);
    });
  }
}

function giveBack(): void {
  for (const event of watched) {
    process.removeAllListeners(event);
    for (const listener of before?.[event] ?? []) process.on(event, listener);
  }
  before = undefined;
}
