import { parentPort, workerData } from 'node:worker_threads';
import type { WorkerMessage, WorkerOptions, WorkerReplies, WorkerRequest } from './messages';
import { Simulation } from './simulation';

const PROGRESS_MS = 1_000;

const simulation = new Simulation(workerData as WorkerOptions); // viewers.ts creates it
const send = (message: WorkerMessage): void => parentPort?.postMessage(message);

const progress = setInterval(() => {
  simulation.forget();
  send({ kind: 'progress', stats: simulation.stats() });
}, PROGRESS_MS);

const answer = async (request: WorkerRequest): Promise<WorkerReplies[keyof WorkerReplies]> => {
  switch (request.kind) {
    case 'stats':
      return simulation.stats();
    case 'truth':
      return simulation.truth(request.instantsMs);
    case 'acceptedIds':
      return simulation.acceptedIds();
    case 'watched':
      return simulation.watched();
    case 'setTarget':
      simulation.setTarget(request.viewers);
      return undefined;
    case 'setTrouble':
      simulation.setTrouble(request.trouble);
      return undefined;
    case 'stop':
      clearInterval(progress);
      return simulation.stop(); // the worker keeps answering until the main thread terminates it
  }
};

parentPort?.on('message', (request: WorkerRequest) => {
  void answer(request).then((value) => send({ kind: 'reply', id: request.id, value }));
});
