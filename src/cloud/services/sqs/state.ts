import type { Collection } from '../../kernel/collection.ts';
import type { StateScope } from '../../kernel/world.ts';
import type { Tags } from '../../service-kit/tags.ts';
import { dropContents, openContents, type QueueContents } from './contents/contents.ts';

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** All that can be set and has a value, defaults included, as AWS writes them: text. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Tags;
  /** When it was last purged; AWS allows that once a minute. */
  readonly purgedMs?: number;
}

/** Messages on their way out of a dead-letter queue. */
export interface MoveTask {
  readonly id: string;
  readonly sourceArn: string;
  /** Left out: every message goes back to the queue it came from. */
  readonly destinationArn?: string;
  readonly perSecond?: number;
  readonly status: 'RUNNING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly moved: number;
  readonly toMove: number;
  readonly failureReason?: string;
  readonly startedMs: number;
  /** Key of the deferred call that goes on with it. */
  readonly deferredKey?: string;
}

export interface SqsState {
  /** By name. */
  readonly queues: Collection<Queue>;
  /** By time of their start and id. */
  readonly moveTasks: Collection<MoveTask>;
  /** The messages of a queue. */
  contents(queueName: string): QueueContents;
  dropContents(queueName: string): void;
}

export function openSqsState(scope: StateScope): SqsState {
  const opened = new Map<string, QueueContents>();
  let { drops } = scope;
  return {
    queues: scope.collection<Queue>('queues'),
    moveTasks: scope.collection<MoveTask>('move-tasks'),
    contents(queueName) {
      if (drops !== scope.drops) {
        opened.clear();
        drops = scope.drops;
      }
      const known = opened.get(queueName);
      if (known) return known;
      const contents = openContents(scope, queueName);
      opened.set(queueName, contents);
      return contents;
    },
    dropContents: (queueName) => dropContents(scope, queueName),
  };
}

export const isFifo = (queue: Queue): boolean => queue.attributes.FifoQueue === 'true';

/** A numeric attribute: `DelaySeconds`, `VisibilityTimeout`, … */
export const numberOf = (queue: Queue, attribute: string): number => Number(queue.attributes[attribute] ?? 0);
