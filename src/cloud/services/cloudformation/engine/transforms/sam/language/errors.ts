/** What is wrong with a template, in AWS's words. */
export abstract class SamError extends Error {}

/** One or many errors of a template; those with the same text are told once. */
export class InvalidDocument extends SamError {
  readonly causes: readonly SamError[];

  constructor(causes: readonly SamError[]) {
    const unique = [...new Map(causes.map((cause) => [cause.message, cause])).values()];
    super(`Invalid Serverless Application Specification document. Number of errors found: ${unique.length}.`);
    this.causes = unique;
  }
}

export class DuplicateLogicalId extends SamError {
  constructor(logicalId: string, duplicateId: string, type: string) {
    super(
      `Transforming resource with id [${logicalId}] attempts to create a new resource with id [${duplicateId}] and type "${type}". A resource with that id already exists within this template. Please use a different id for that resource.`,
    );
  }
}

export class InvalidTemplate extends SamError {
  constructor(problem: string) {
    super(`Structure of the SAM template is invalid. ${problem}`);
  }
}

export class InvalidResource extends SamError {
  readonly logicalId: string;
  readonly problem: string;

  constructor(logicalId: string, problem: string) {
    super(`Resource with id [${logicalId}] is invalid. ${problem}`);
    this.logicalId = logicalId;
    this.problem = problem;
  }
}

export class InvalidEvent extends SamError {
  readonly eventId: string;
  readonly problem: string;

  constructor(eventId: string, problem: string) {
    super(`Event with id [${eventId}] is invalid. ${problem}`);
    this.eventId = eventId;
    this.problem = problem;
  }
}

/** The value of a property has another type: `expected` is a noun, “map” or “list” among them. */
export class InvalidPropertyType extends InvalidResource {
  readonly keyPath: string;

  constructor(logicalId: string, keyPath: string, expected: string | undefined, problem?: string) {
    super(
      logicalId,
      problem ||
        (expected === undefined
          ? `Type of property '${keyPath}' is invalid.`
          : `Property '${keyPath}' should be a ${expected}.`),
    );
    this.keyPath = keyPath;
  }
}

export class InvalidAttributeType extends InvalidResource {
  constructor(logicalId: string, keyPath: string, expected: string | undefined, problem?: string) {
    super(
      logicalId,
      problem ||
        (expected === undefined
          ? `Type of attribute '${keyPath}' is invalid.`
          : `Attribute '${keyPath}' should be a ${expected}.`),
    );
  }
}
