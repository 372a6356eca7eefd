import type { Structure } from '../../../gateway/openapi/structure.ts';
import type { Ids } from './definition.ts';
import type { Dialect } from './dialect.ts';
import type { Findings } from './findings.ts';
import type { FollowedReferences } from './followed-references.ts';

/** What every reader of a part of a definition needs. */
export interface ReadContext {
  readonly document: Structure;
  readonly references: FollowedReferences;
  readonly dialect: Dialect;
  readonly ids: Ids;
  readonly findings: Findings;
}
