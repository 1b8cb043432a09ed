import { setTimeout as delay } from 'node:timers/promises';
import { liveLine } from '../local/live-line';
import type { Playhead } from '../local/playhead';
import type { Terminal } from '../local/terminal';
import type { AlarmWatch } from './alarm-watch';
import type { Disturbances } from './demo-run';
import type { ReportSection } from './report';

/** The parameters of a scenario. */
export interface ScenarioContext {
  readonly playhead: Playhead;
  readonly terminal: Terminal;
  readonly alarms: AlarmWatch;
  readonly seconds: number;
  readonly viewers: number;
  /** How many of the planned outages are injected, in the scenario outages. */
  readonly outages: number;
  /** How long Kinesis refuses every call, from the first quarter of a quick run on; 0 for never. */
  readonly kinesisOutageSeconds: number;
}

/** The actions of a scenario, and the section that it adds to the report, if any. */
interface Played extends Disturbances {
  readonly section?: ReportSection;
}

/** A scenario begins when the viewers watch and ends just before they leave. */
export type Scenario = (context: ScenarioContext) => Promise<Played>;

/** Lets the viewers watch, with a live line. */
export const watchFor = async (
  seconds: number,
  { playhead, terminal }: ScenarioContext,
  phase: string,
): Promise<void> => {
  for (let left = seconds; left > 0; left--) {
    await delay(1_000);
    // An injected fault may refuse every attempt to read the counts; the demo goes on.
    const line = await liveLine(playhead, Date.now()).catch(() => 'the counts cannot be read');
    terminal.show(`${line} · ${phase}, ${left - 1} s left`);
  }
};
