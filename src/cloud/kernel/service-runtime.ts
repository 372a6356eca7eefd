/** What a service runs beside its state (processes, pools, caches): started with the cloud, ended with it. */
export interface ServiceRuntime {
  /** The world was replaced under it (restore, reset): forget everything that mirrors state. */
  forget?(): void | Promise<void>;
  close?(): void | Promise<void>;
}
