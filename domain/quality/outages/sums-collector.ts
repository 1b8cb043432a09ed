import { OTHER } from '../../dimensions';
import { COHORT_DEVICES } from '../cohort-devices';
import type { Share } from '../fair-shares';
import type { Player } from '../player';
import { isEnd, isFirstFrame, type QualityEvent } from '../quality-report';
import { type Cohort, COHORT_FIELDS, COHORT_KINDS, type CohortField } from './cohort';
import { type CohortSums, noSums } from './cohort-sums';
import type { PeriodSums, Sample } from './period-sums';
import type { Problem } from './problem';

/** What tells cohorts apart in a stage. */
export interface CohortSettings {
  /** The CDNs that form cohorts; all others are "other". */
  readonly cdns: ReadonlySet<string>;
  /** A start that takes longer is slow, ms. */
  readonly slowStartMs: number;
}

/** Values of a kind in one collection; players with further ones count as "other", so that they cannot fill the memory. */
const MAX_VALUES = 1_000;

/** Samples of a problem in one collection. */
const MAX_SAMPLES = 50;

/** Collects the sums of every cohort from the events of one period. */
export class SumsCollector {
  private readonly byKind = COHORT_KINDS.map((fields) => new CohortValues(fields));
  private readonly samples = new Map<Problem, Sample[]>();

  constructor(
    private readonly periodStart: number,
    private readonly settings: CohortSettings,
  ) {}

  /** A player with the sums of its cohorts, to which its events are added. */
  membershipOf(player: Player): Membership {
    const values = this.valuesOf(player);
    const sums: CohortSums[] = [];
    for (const kind of this.byKind) {
      const found = kind.sumsOf(values);
      if (found !== undefined) sums.push(found);
    }
    return { player, sums };
  }

  /** Adds what an event may count. */
  add(event: QualityEvent, { ms, asStep }: Share, member: Membership): void {
    const [name, state, , , , , startupMs] = event;
    if (ms > 0) this.addTime(ms, state === 'rebuffering', member);
    if (name === 'heartbeat') addOne(member, 'heartbeats');
    else if (!asStep) return;
    else if (name === 'play_request') addOne(member, 'attempts');
    else if (isFirstFrame(event)) this.addPlay(startupMs ?? 0, member);
    else if (isEnd(event) && event[7] === 'fault') this.addFailure(state === 'starting', member);
  }

  result(): PeriodSums {
    return {
      periodStart: this.periodStart,
      cohorts: this.byKind.flatMap((kind) => kind.cohorts()),
      samples: [...this.samples.values()].flat(),
    };
  }

  private valuesOf([device, cdn, appVersion, contentId, country, streamType]: Player): Values {
    const deviceType = cohortDevices.has(device) ? device : null;
    return [
      deviceType,
      cdn !== null && this.settings.cdns.has(cdn) ? cdn : OTHER,
      appVersion,
      contentId,
      country,
      streamType,
    ];
  }

  private addTime(ms: number, isRebuffering: boolean, member: Membership): void {
    for (const sums of member.sums) {
      sums.watchedMs += ms;
      if (isRebuffering) sums.rebufferingMs += ms;
    }
    if (isRebuffering) this.sample('rebuffering', member, ms);
  }

  private addPlay(startupMs: number, member: Membership): void {
    addOne(member, 'plays');
    if (startupMs <= this.settings.slowStartMs) return;
    addOne(member, 'slowStarts');
    this.sample('slow-startup', member, 1);
  }

  private addFailure(isStarting: boolean, member: Membership): void {
    addOne(member, isStarting ? 'startFailures' : 'lateFailures');
    this.sample(isStarting ? 'start-failures' : 'playback-failures', member, 1);
  }

  private sample(problem: Problem, { player }: Membership, weight: number): void {
    let samples = this.samples.get(problem);
    if (samples === undefined) this.samples.set(problem, (samples = []));
    if (samples.length < MAX_SAMPLES)
      samples.push({ problem, player: toCohort(this.valuesOf(player)), viewer: player[6], weight });
  }
}

/** A player, and the sums of its cohorts. */
export interface Membership {
  readonly player: Player;
  readonly sums: readonly CohortSums[];
}

/** The values of a player's fields, in the order of {@link COHORT_FIELDS}; null if it forms no cohort. */
type Values = readonly (string | null)[];

const cohortDevices: ReadonlySet<string> = new Set(COHORT_DEVICES);

const addOne = ({ sums }: Membership, name: keyof CohortSums): void => {
  for (const one of sums) one[name]++;
};

const toCohort = (values: Values): Cohort =>
  Object.fromEntries(COHORT_FIELDS.flatMap((field, place) => (values[place] === null ? [] : [[field, values[place]]])));

/** The cohorts of one kind. Objects would be slower than places and keys: every report is looked up in every kind. */
class CohortValues {
  private readonly byKey = new Map<string, { readonly values: readonly string[]; readonly sums: CohortSums }>();
  private readonly places: readonly number[];

  constructor(private readonly fields: readonly CohortField[]) {
    this.places = fields.map((field) => COHORT_FIELDS.indexOf(field));
  }

  /** The sums of a player's cohort; undefined if the player lacks a field of this kind. */
  sumsOf(values: Values): CohortSums | undefined {
    const [first = -1, second = -1] = this.places;
    const key = first < 0 ? '' : values[first];
    const rest = second < 0 ? '' : values[second];
    if (key === null || key === undefined || rest === null || rest === undefined) return undefined;
    const joined = second < 0 ? key : `${key}\n${rest}`;
    return this.byKey.get(joined)?.sums ?? this.addCohort(joined, values);
  }

  cohorts(): PeriodSums['cohorts'] {
    return [...this.byKey.values()].map(({ values, sums }) => ({
      cohort: Object.fromEntries(this.fields.map((field, at) => [field, values[at]])),
      sums,
    }));
  }

  private addCohort(key: string, values: Values): CohortSums {
    const isFull = this.byKey.size >= MAX_VALUES;
    const placed = isFull ? OTHER : key;
    const known = this.byKey.get(placed);
    if (known !== undefined) return known.sums;
    const own = this.places.map((place) => (isFull ? OTHER : (values[place] ?? OTHER)));
    const added = { values: own, sums: noSums() };
    this.byKey.set(placed, added);
    return added.sums;
  }
}
