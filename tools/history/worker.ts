import { parentPort, workerData } from 'node:worker_threads';
import type { LakeDate } from '../../domain/lake';
import { type Past, PastTeller } from './past-day';

const teller = new PastTeller(workerData as Past); // as teller-thread.ts gave it

parentPort?.on('message', (date: LakeDate) => {
  const day = teller.tell(date);
  parentPort?.postMessage(
    day,
    [...day.values()].map(({ buffer }) => buffer as ArrayBuffer),
  );
});
