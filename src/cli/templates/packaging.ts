import type { Json } from '../../cloud/services/cloudformation/engine/template/template.ts';
import type { Artifacts } from './artifacts.ts';
import type { S3Place } from './local-paths.ts';

/** What packaging goes by. */
export interface Packaging {
  /** The template's own path: others in it are relative to where it lies. */
  readonly path: string;
  /** Those that it is nested in. */
  readonly around?: readonly string[];
  readonly artifacts: Artifacts;
  readonly region: string;
  /** What is built lies here, one folder each. */
  readonly scratch: string;
  /** Installed dependencies, from build to build. */
  readonly cache: string;
  /** What was built already, by all that decides on it: functions share sources. */
  readonly built: Map<string, Promise<S3Place>>;
  readonly signal: AbortSignal | undefined;
  readonly onStep: (step: string) => void;
}

/** One resource of a template, with what its Globals add to it. */
export interface Declared {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Json;
  readonly metadata: Json;
}

/** One thing to build: from sources at `source` into the empty directory `target`. */
export interface Build {
  readonly source: string;
  readonly target: string;
  readonly declared: Declared;
  readonly packaging: Packaging;
}
