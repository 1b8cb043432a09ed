import { parentPort, workerData } from 'node:worker_threads';
import type { Ask, Replies, Said, WorkerOptions } from './messages';
import { Simulation } from './simulation';

const PROGRESS_MS = 1_000;

const simulation = new Simulation(workerData as WorkerOptions); // as viewers.ts made it
const say = (said: Said): void => parentPort?.postMessage(said);

const progress = setInterval(() => {
  simulation.forget();
  say({ kind: 'progress', stats: simulation.stats() });
}, PROGRESS_MS);

const answer = async (ask: Ask): Promise<Replies[keyof Replies]> => {
  switch (ask.kind) {
    case 'stats':
      return simulation.stats();
    case 'truth':
      return simulation.truth(ask.instantsMs);
    case 'acceptedIds':
      return simulation.acceptedIds();
    case 'watched':
      return simulation.watched();
    case 'setTarget':
      simulation.setTarget(ask.viewers);
      return undefined;
    case 'setTrouble':
      simulation.setTrouble(ask.trouble);
      return undefined;
    case 'stop':
      clearInterval(progress);
      return simulation.stop(); // the truth can still be asked for: the main thread ends this one
  }
};

parentPort?.on('message', (ask: Ask) => {
  void answer(ask).then((value) => say({ kind: 'reply', id: ask.id, value }));
});
