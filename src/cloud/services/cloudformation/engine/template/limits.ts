// AWS: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html

/** A template given in the request. */
export const inlineTemplateBytesMax = 51_200;
/** A template read from S3. */
export const storedTemplateBytesMax = 1_000_000;

/** How many entries a section may hold; sections that are not named here have no limit of their own. */
export const sectionEntriesMax = { Resources: 500, Parameters: 200, Mappings: 200, Outputs: 200 } as const;

/** How deep values may nest; ours, far beyond what AWS accepts, so that no template exhausts the stack. */
export const nestingMax = 100;

/**
 * How long a text may get that functions make, in characters; ours: what does not fit into a template fits nowhere. A few
 * `Fn::Sub` in each other make gigabytes of a hundred bytes.
 */
export const madeTextMax = 1_000_000;

/**
 * How much text functions may make in all, for one template in one deployment; ours. A deployment evaluates a template a
 * few times (plan, resources, outputs), and a template of a megabyte has room for a thousand texts of `madeTextMax`.
 */
export const madeTextsMax = 32_000_000;

/** How many conditions may lead from one to the next; ours, so that no template exhausts the stack. */
export const conditionChainMax = 200;

/** How long reading YAML may take; ours. A megabyte of it, which is the most that there may be, takes two seconds. */
export const yamlDeadlineMs = 5000;
