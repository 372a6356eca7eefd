import type { Place } from '../context.ts';
import type { Fields } from '../language/values.ts';

export interface PluginContext extends Place {
  /** Values of parameters, and `AWS::Region` and `AWS::Partition`. */
  readonly parameters: Fields;
}

/** What changes a template, or properties of its SAM resources, in place. */
export interface Plugin {
  beforeTemplate?(template: Fields): void;
  beforeResource?(logicalId: string, type: string, properties: Fields): void;
  /** Told the template that was made. */
  afterTemplate?(template: Fields): void;
  /**
   * Asked when nothing is wrong with the template.
   * @throws UnsupportedError
   */
  assertEmulated?(): void;
}
