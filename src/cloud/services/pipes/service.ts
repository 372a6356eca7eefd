import type { Service } from '../../service-kit/contract.ts';
import { namedBy } from '../../service-kit/resource-of.ts';
import { pipesDeliveries } from './execution/dead-letters.ts';
import { pipesMetrics } from './execution/pipe-metrics.ts';
import { runEnrichment } from './execution/run-enrichment.ts';
import { runTarget } from './execution/run-target.ts';
import { pipesExploredState } from './explored-state.ts';
import { pipesFaults } from './faults.ts';
import { createPipe } from './operations/create-pipe.ts';
import { deletePipe, startPipe, stopPipe } from './operations/pipe-states.ts';
import { describePipe, listPipes } from './operations/read-pipes.ts';
import { listTagsForResource, tagResource, untagResource } from './operations/tags.ts';
import { updatePipe } from './operations/update-pipe.ts';
import { pipesResources } from './resources.ts';
import { PipesRuntime } from './runtime.ts';
import { pipesShapes } from './shapes.ts';
import { openPipesState, type PipesState } from './state.ts';
import { pipesStoredOnly } from './stored-only.ts';
import { pipesTagging } from './tagging.ts';

/** EventBridge Pipes: from one source, filtered and enriched, to one target. */
export const pipes: Service<PipesState, PipesRuntime> = {
  name: 'pipes',
  title: 'EventBridge Pipes',
  faults: pipesFaults,
  exploredState: pipesExploredState,
  state: openPipesState,
  shapes: pipesShapes,
  metrics: pipesMetrics,
  operations: {
    CreatePipe: createPipe,
    UpdatePipe: updatePipe,
    DeletePipe: deletePipe,
    DescribePipe: describePipe,
    ListPipes: listPipes,
    StartPipe: startPipe,
    StopPipe: stopPipe,
    ListTagsForResource: listTagsForResource,
    TagResource: tagResource,
    UntagResource: untagResource,
    // Ours: the stages of an execution, and what it gave up. The wire does not know them.
    RunEnrichment: runEnrichment,
    RunTarget: runTarget,
    DeliverDeadLetter: pipesDeliveries.attempt,
  },
  resourceOf: namedBy('Name', 'Pipe', 'resourceArn'),
  resources: pipesResources,
  storedOnly: pipesStoredOnly,
  tagging: pipesTagging,
  start: (kernel) => new PipesRuntime(kernel),
};
