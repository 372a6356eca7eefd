import type { ServiceRuntime } from '../../kernel/service-runtime.ts';

/** What is alive beside the state. */
export interface CodeDeployRuntime extends ServiceRuntime {
  /**
   * Takes a deployment on, unless somebody does already: a stack that waits for it, and the clock. Whoever does sees what
   * has changed meanwhile.
   */
  alone(deploymentId: string, work: () => Promise<void>): Promise<void>;
}

export function startRuntime(): CodeDeployRuntime {
  let advancing = new Set<string>();
  return {
    async alone(deploymentId, work) {
      const mine = advancing;
      if (mine.has(deploymentId)) return;
      mine.add(deploymentId);
      try {
        await work();
      } finally {
        mine.delete(deploymentId);
      }
    },
    forget() {
      advancing = new Set();
    },
  };
}
