import { parentPort, workerData } from 'node:worker_threads';
import type { LakeDate } from '../../domain/lake';
import { PastDayGenerator, type PastParameters } from './past-day-generator';

const generator = new PastDayGenerator(workerData as PastParameters); // as generator-thread.ts passes it

parentPort?.on('message', (date: LakeDate) => {
  const day = generator.generate(date);
  parentPort?.postMessage(
    day,
    [...day.values()].map(({ buffer }) => buffer as ArrayBuffer),
  );
});
