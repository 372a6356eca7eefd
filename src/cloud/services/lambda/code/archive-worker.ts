import { parentPort } from 'node:worker_threads';
import { type ArchiveRequest, answerArchiveJob } from './archive-job.ts';

/** The worker thread of {@link ArchiveThread}. */
parentPort?.on('message', (request: ArchiveRequest) => parentPort?.postMessage(answerArchiveJob(request)));
