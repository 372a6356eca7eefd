import type { Collection } from '../../../kernel/collection.ts';
import type { SnsState, Topic } from '../state.ts';

/** What a topic remembers of its messages goes with it: another one of its name begins anew. */
export function forgetMessages(state: SnsState, topic: Topic): void {
  state.sequences.delete(topic.name);
  dropRange(state.duplicates, `${topic.name}/`);
  dropRange(state.archive, `${topic.name}/`);
  dropRange(state.waiting, `${topic.arn}:`);
}

/** What waits for a subscription that is gone. */
export const dropRange = (collection: Collection<never> | Collection<unknown>, prefix: string): void => {
  for (const [key] of [...collection.entries({ from: prefix, to: `${prefix}\uffff` })]) collection.delete(key);
};
