import type { MockAnswer, TaskMock } from '../index.ts';

/** Whose calls a mock stands for: a resource (`ecs:runTask`), or a state of a machine. */
export type MockedTask = string | Omit<TaskMock, 'answers'>;

/**
 * A mock of a task, with an answer for each attempt; the last one stands for all that follow:
 *
 * ```ts
 * mockTask('ecs:runTask', { Throw: { Error: 'ECS.AmazonECSException' } }, { Return: { Tasks: [] } })
 * mockTask({ machine: 'Fulfilment', state: 'Ship' }, { Return: { parcel: 'p-1' } })
 * ```
 */
export function mockTask(task: MockedTask, ...answers: readonly [MockAnswer, ...MockAnswer[]]): TaskMock {
  return { ...(typeof task === 'string' ? { resource: task } : task), answers };
}
