import { OTHER } from '../dimensions';
import { COHORT_DEVICES } from './cohort-devices';
import type { Share } from './fair-shares';
import { type Cohort, COHORT_FIELDS, COHORT_KINDS, type CohortField } from './outages/cohort';
import type { Player } from './player';
import type { QualityEvent } from './quality-report';
import { addEvent, noTotals, type QualityTotals } from './quality-totals';

/** The totals of one cohort's events. */
export interface CohortTotals {
  readonly cohort: Cohort;
  readonly totals: QualityTotals;
}

/** Values of a kind in one fold; players with further ones count as "other", so that they cannot fill the memory. */
const MAX_VALUES = 1_000;

/** Adds events to the totals of every cohort. */
export class CohortFold {
  private readonly byKind = COHORT_KINDS.map((fields) => new CohortsOfKind(fields));

  /** `cdns`: the CDNs that form cohorts; all others are "other". */
  constructor(private readonly cdns: ReadonlySet<string>) {}

  /** A player in its cohorts. */
  memberOf(player: Player): Member {
    const values = this.valuesOf(player);
    const totals: QualityTotals[] = [];
    for (const kind of this.byKind) {
      const found = kind.totalsOf(values);
      if (found !== undefined) totals.push(found);
    }
    return { player, totals };
  }

  /** All fields of a player that form cohorts. */
  fieldsOf(player: Player): Cohort {
    const values = this.valuesOf(player);
    return Object.fromEntries(
      COHORT_FIELDS.flatMap((field, place) => (values[place] === null ? [] : [[field, values[place]]])),
    );
  }

  /** The cohorts of all players that were asked for. */
  cohorts(): readonly CohortTotals[] {
    return this.byKind.flatMap((kind) => kind.cohorts());
  }

  private valuesOf([device, cdn, appVersion, contentId, country, streamType]: Player): Values {
    const deviceType = cohortDevices.has(device) ? device : null;
    const named = cdn !== null && this.cdns.has(cdn) ? cdn : OTHER;
    return [deviceType, named, appVersion, contentId, country, streamType];
  }
}

/** A player, and the totals of its cohorts. */
export interface Member {
  readonly player: Player;
  readonly totals: readonly QualityTotals[];
}

/** Adds what an event of a player may count. */
export const addToCohorts = ({ totals }: Member, event: QualityEvent, share: Share): void => {
  for (const one of totals) addEvent(one, event, share);
};

/** The values of a player's fields, in the order of {@link COHORT_FIELDS}; null if it forms no cohort. */
type Values = readonly (string | null)[];

const cohortDevices: ReadonlySet<string> = new Set(COHORT_DEVICES);

/** The cohorts of one kind. Objects would be slower than places and keys: every report is looked up in every kind. */
class CohortsOfKind {
  private readonly byKey = new Map<string, { readonly values: readonly string[]; readonly totals: QualityTotals }>();
  private readonly places: readonly number[];

  constructor(private readonly fields: readonly CohortField[]) {
    this.places = fields.map((field) => COHORT_FIELDS.indexOf(field));
  }

  /** The totals of a player's cohort; undefined if the player lacks a field of this kind. */
  totalsOf(values: Values): QualityTotals | undefined {
    const [first = -1, second = -1] = this.places;
    const key = first < 0 ? '' : values[first];
    const rest = second < 0 ? '' : values[second];
    if (key === null || key === undefined || rest === null || rest === undefined) return undefined;
    const joined = second < 0 ? key : `${key}\n${rest}`;
    return this.byKey.get(joined)?.totals ?? this.addCohort(joined, values);
  }

  cohorts(): readonly CohortTotals[] {
    return [...this.byKey.values()].map(({ values, totals }) => ({
      cohort: Object.fromEntries(this.fields.map((field, at) => [field, values[at]])),
      totals,
    }));
  }

  private addCohort(key: string, values: Values): QualityTotals {
    const isFull = this.byKey.size >= MAX_VALUES;
    const placed = isFull ? OTHER : key;
    const known = this.byKey.get(placed);
    if (known !== undefined) return known.totals;
    const own = this.places.map((place) => (isFull ? OTHER : (values[place] ?? OTHER)));
    const added = { values: own, totals: noTotals() };
    this.byKey.set(placed, added);
    return added.totals;
  }
}
