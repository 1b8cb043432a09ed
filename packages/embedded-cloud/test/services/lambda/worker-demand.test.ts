import { WorkerDemand } from '../../../src/services/lambda/worker-demand';

const WINDOW_MS = 15_000;

describe('the demand for workers', () => {
  it('is one worker when calls that take a few milliseconds arrive together', () => {
    const demand = new WorkerDemand();
    for (let at = 0; at < WINDOW_MS; at += 2_000) demand.note(at, at + 20, [at, at, at]);
    expect(demand.close(WINDOW_MS)).toBe(1);
  });

  it('is one worker more for each long call that ran when another one ended', () => {
    const demand = new WorkerDemand();
    demand.note(0, 400, [0, 100, 350]);
    expect(demand.close(WINDOW_MS)).toBe(3);
  });

  it('is twice the average number of busy workers', () => {
    const demand = new WorkerDemand();
    for (let at = 0; at < WINDOW_MS; at += 20) demand.note(at, at + 24, []);
    expect(demand.close(WINDOW_MS)).toBe(3);
  });

  it('is 0 four windows after the last call', () => {
    const demand = new WorkerDemand();
    demand.note(0, 10, []);
    const needed = Array.from({ length: 5 }, () => demand.close(WINDOW_MS));
    expect(needed).toEqual([1, 1, 1, 1, 0]);
  });
});
