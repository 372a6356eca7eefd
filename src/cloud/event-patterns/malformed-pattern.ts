/**
 * What the author of a pattern got wrong. `message` is AWS's whole text, `reason` what follows its introduction, for
 * callers that introduce it otherwise (Subscribe: "Invalid parameter: Attributes Reason: ").
 */
export class MalformedPattern extends Error {
  readonly reason: string;

  constructor(reason: string, introduction = 'Event pattern is not valid. Reason: ') {
    super(`${introduction}${reason}`);
    this.reason = reason;
  }
}
