import type { ResourceState } from '../../../../service-kit/contract.ts';
import type { Json } from '../template/template.ts';

/** A parameter's value as `Ref` gives it: lists are arrays. */
export type ParameterValue = string | readonly string[];

/** What intrinsic functions may look at. */
export interface Scope {
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** `AWS::Region` and the other pseudo parameters, but `AWS::NoValue`. */
  readonly pseudo: Json;
  readonly mappings: Json;
  /** Throws for a condition that the template does not have. */
  condition(name: string): boolean;
  /** Whether the template declares a resource by that name, created or not. */
  hasResource(logicalId: string): boolean;
  /** Undefined while it is not known: in a change set, for a resource that is yet to be made. */
  resource(logicalId: string): ResourceState | undefined;
  /** What to throw for an attribute that a resource does not have. */
  missingAttribute(logicalId: string, name: string): Error;
  importValue(exportName: string): unknown;
  /** An output of another stack; undefined when there is none. */
  stackOutput(wanted: {
    readonly stackName: string;
    readonly outputName: string;
    readonly region?: string | undefined;
    readonly account?: string | undefined;
  }): string | undefined;
  /** Values of all parameters of a type, as `Fn::RefAll` of rules asks for them. */
  parametersOfType(type: string): readonly string[];
  /** Counts text that functions make, while it is made. Throws when it is more than a template may make in all. */
  spend(characters: number): void;
}

/** What `{ Ref: AWS::NoValue }` evaluates to; the member that holds it is left out. */
export const noValue: unique symbol = Symbol('AWS::NoValue');

/** Stands in change sets for what only the deployment will tell; AWS's own marker. */
export const knownAfterApply = '{{changeSet:KNOWN_AFTER_APPLY}}';
