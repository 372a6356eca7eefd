/**
 * Settings that nothing observable in this process depends on, each with the reason: kept, answered as AWS would,
 * shown in docs/coverage.md, and named once at the end of a deploy. Whatever could change an answer or a side effect is
 * emulated or refused instead.
 *
 * Keys are `Operation` (all that it sets), `Operation.Member` of its input, `AWS::Type` (the whole resource) or
 * `AWS::Type.Property`; a test holds them against the models and the resource types.
 */
export type StoredOnly = Readonly<Record<string, string>>;

/** What of a resource is stored only: `AWS::S3::Bucket.InventoryConfigurations`, with the reason. */
export function storedOnlyOf(
  storedOnly: StoredOnly,
  type: string,
  properties: readonly string[],
): readonly (readonly [setting: string, reason: string])[] {
  return [type, ...properties.map((name) => `${type}.${name}`)].flatMap((setting) => {
    const reason = storedOnly[setting];
    return reason === undefined ? [] : [[setting, reason] as const];
  });
}
