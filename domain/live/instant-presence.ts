import { DEVICE_TYPES, type DeviceType } from '../families/viewing';
import type { Hash64 } from '../ingest';
import { type Attributes, ATTRIBUTES, mergeAttributes } from './collect-presence';
import type { PlaybackBounds } from './playback-bounds';
import { decodePresence } from './presence-codec';
import { SessionTable } from './session-table';

/** One report about a session: its title, its device class and whether it is stalled. */
interface Watching {
  readonly contentId: string;
  readonly attributes: Attributes;
}

/** Streams of one kind at an instant; `rebuffering` of them are stalled. */
export interface StreamCount {
  streams: number;
  rebuffering: number;
}

/** Live counts of one instant. */
export interface InstantCounts {
  readonly all: Readonly<StreamCount>;
  readonly byDevice: Readonly<Record<DeviceType, Readonly<StreamCount>>>;
  readonly byTitle: ReadonlyMap<string, number>;
}

/**
 * The sessions known to be watching at one instant: a set of reports that only grows, and counts that follow it. A report
 * from before its playback was requested, or from after it ended, does not count. A session that is reported twice counts
 * once. If it is reported with two titles or devices (no honest player does that), it counts under one of them, the same
 * in any order of arrival, so titles and devices always sum to the total.
 */
export class InstantPresence implements InstantCounts {
  readonly all: StreamCount = { streams: 0, rebuffering: 0 };
  readonly byDevice = Object.fromEntries(
    DEVICE_TYPES.map((device) => [device, { streams: 0, rebuffering: 0 }]),
  ) as Record<DeviceType, StreamCount>;
  readonly byTitle = new Map<string, number>();
  /** How many distinct reports were added, and how often bounds have changed a count: it grows with every change. */
  changes = 0;
  /** By session, the index of its title in `titles`, its attributes, and whether it counts, packed. */
  private readonly sessions = new SessionTable();
  private readonly titles: string[] = [];
  private readonly titleIndexes = new Map<string, number>();
  /** The title that was looked up last: payloads list the sessions of a title together. */
  private lastTitle = 0;
  /** Every report of the few sessions whose reports contradict each other. */
  private readonly conflicting = new Map<string, Map<string, Watching>>();

  /** `instant` is in epoch ms. */
  constructor(
    private readonly instant: number,
    private readonly bounds: PlaybackBounds,
  ) {}

  /** Adds the sessions in the payload of one presence item. */
  add(payload: Buffer): void {
    decodePresence(payload, (contentId, session, attributes) => {
      const known = this.sessions.get(session);
      const report = this.pack(contentId, attributes);
      if (known === undefined) {
        this.changes++;
        const counts = this.bounds.admits(contentId, session, this.instant);
        if (counts) this.count(contentId, attributes, 1);
        this.sessions.set(session, counts ? report + 1 : report);
      } else if (
        known - (known % 2) !== report ||
        (this.conflicting.size > 0 && this.conflicting.has(keyOf(session)))
      ) {
        this.resolve(session, known, { contentId, attributes });
      }
    });
  }

  /** Follows a change of the bounds of a playback. */
  rebound(contentId: string, session: Hash64): void {
    const known = this.sessions.get(session);
    if (known === undefined) return;
    const reports = this.conflicting.get(keyOf(session));
    const watching = this.unpack(known);
    if (reports) this.show(session, known, [...reports.values()]);
    else if (watching.contentId === contentId) this.show(session, known, [watching]);
  }

  private resolve(session: Hash64, known: number, report: Watching): void {
    const before = this.unpack(known);
    const reports = this.conflicting.get(keyOf(session)) ?? new Map([[nameOf(before), before]]);
    if (!reports.has(nameOf(report))) this.changes++;
    reports.set(nameOf(report), report);
    this.conflicting.set(keyOf(session), reports);
    this.show(session, known, [...reports.values()]);
  }

  /** Counts a session by those of its reports that are within the bounds of their playbacks. */
  private show(session: Hash64, known: number, reports: readonly Watching[]): void {
    const admitted = reports.filter(({ contentId }) => this.bounds.admits(contentId, session, this.instant));
    const { contentId, attributes } = (admitted.length > 0 ? admitted : reports).reduce(merge);
    const next = this.pack(contentId, attributes) + (admitted.length > 0 ? 1 : 0);
    if (next === known) return;
    const before = this.unpack(known);
    if (known % 2 === 1) this.count(before.contentId, before.attributes, -1);
    if (next % 2 === 1) this.count(contentId, attributes, 1);
    if (known % 2 !== next % 2) this.changes++;
    this.sessions.set(session, next);
  }

  private pack(contentId: string, attributes: Attributes): number {
    if (contentId !== this.titles[this.lastTitle]) this.lastTitle = this.indexOf(contentId);
    return (this.lastTitle * ATTRIBUTES + attributes) * 2;
  }

  private indexOf(contentId: string): number {
    const known = this.titleIndexes.get(contentId);
    if (known !== undefined) return known;
    const index = this.titles.push(contentId) - 1;
    this.titleIndexes.set(contentId, index);
    return index;
  }

  private unpack(packed: number): Watching {
    const report = Math.floor(packed / 2);
    return { contentId: this.titles[Math.floor(report / ATTRIBUTES)] ?? '', attributes: report % ATTRIBUTES };
  }

  private count(contentId: string, attributes: Attributes, step: 1 | -1): void {
    const rebuffering = attributes % 2 === 1 ? step : 0;
    const device = DEVICE_TYPES[attributes >> 1] ?? DEVICE_TYPES[0];
    this.all.streams += step;
    this.all.rebuffering += rebuffering;
    this.byDevice[device].streams += step;
    this.byDevice[device].rebuffering += rebuffering;
    const ofTitle = (this.byTitle.get(contentId) ?? 0) + step;
    if (ofTitle === 0) this.byTitle.delete(contentId);
    else this.byTitle.set(contentId, ofTitle);
  }
}

const keyOf = ({ high, low }: Hash64): string => `${high} ${low}`;

const nameOf = ({ contentId, attributes }: Watching): string => `${attributes} ${contentId}`;

const merge = (a: Watching, b: Watching): Watching => ({
  contentId: a.contentId < b.contentId ? a.contentId : b.contentId,
  attributes: mergeAttributes(a.attributes, b.attributes),
});
