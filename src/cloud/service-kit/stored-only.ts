/**
 * Settings that nothing observable in this process depends on, each with the reason: kept, answered as AWS would,
 * shown in docs/coverage.md, and named once at the end of a deploy. Whatever could change an answer or a side effect is
 * emulated or refused instead.
 *
 * Keys are `Operation` (all that it sets), `Operation.Member` of its input, `AWS::Type` (the whole resource) or
 * `AWS::Type.Property`; a test holds them against the models and the resource types.
 */
export type StoredOnly = Readonly<Record<string, string>>;

/** A setting of a deploy that is kept and has no effect here. */
interface StoredOnlySetting {
  readonly setting: string;
  readonly reason: string;
}

/** The tables of all services as one. */
export const storedOnlyOf = (services: Iterable<{ readonly storedOnly?: StoredOnly | undefined }>): StoredOnly =>
  Object.assign({}, ...Array.from(services, ({ storedOnly }) => storedOnly));

/** What of the resources is stored only, each setting once: `AWS::S3::Bucket.InventoryConfigurations`, with the reason. */
export function storedOnlyIn(
  storedOnly: StoredOnly,
  resources: Iterable<{ readonly type: string; readonly properties: Readonly<Record<string, unknown>> }>,
): readonly StoredOnlySetting[] {
  const settings = Array.from(resources).flatMap(({ type, properties }) => [
    type,
    ...Object.keys(properties).map((name) => `${type}.${name}`),
  ]);
  return [...new Set(settings)].flatMap((setting) => {
    const reason = Object.hasOwn(storedOnly, setting) ? storedOnly[setting] : undefined;
    return reason === undefined ? [] : [{ setting, reason }];
  });
}
