/** What a service runs beside its state (processes, pools, caches): started with the cloud, ended with it. */
export interface ServiceRuntime {
  /** The world was replaced under it (restore, reset): forget everything that mirrors state. */
  forget?(): void | Promise<void>;
  /** What keeps a resource of a template from working here although it can be made; told at the end of a deploy. */
  refusalOf?(type: string, properties: Readonly<Record<string, unknown>>): string | undefined;
  /** What the code of its resources needs and this machine could not get; told at the end of a deploy, whatever came of it. */
  lacks?(): Promise<readonly string[]>;
  close?(): void | Promise<void>;
}
