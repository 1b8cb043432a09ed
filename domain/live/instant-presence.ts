import { DEVICE_TYPES, type DeviceType } from '../families/viewing';
import type { Hash64 } from '../ingest';
import { type Attributes, mergeAttributes } from './collect-presence';
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
 * The sessions known to be watching at one instant: a set that only grows and updates its counts with each session that
 * is added. A session that is reported twice counts once. If it is reported with two titles or devices (no honest player
 * does that), it counts under one of them, the same in any order of arrival, so titles and devices always sum to the
 * total.
 */
export class InstantPresence implements InstantCounts {
  readonly all: StreamCount = { streams: 0, rebuffering: 0 };
  readonly byDevice = Object.fromEntries(
    DEVICE_TYPES.map((device) => [device, { streams: 0, rebuffering: 0 }]),
  ) as Record<DeviceType, StreamCount>;
  readonly byTitle = new Map<string, number>();
  /** How many distinct reports were added. It grows with every change and does not depend on the order of arrival. */
  reports = 0;
  /** By session, the index of its title in `titles` and its attributes, packed. */
  private readonly sessions = new SessionTable();
  private readonly titles: string[] = [];
  private readonly titleIndexes = new Map<string, number>();
  /** Every report of the few sessions whose reports contradict each other. */
  private readonly conflicting = new Map<string, Set<string>>();

  /** Adds the sessions in the payload of one presence item. */
  add(payload: Buffer): void {
    decodePresence(payload, (contentId, hash, attributes) => {
      const report = { contentId, attributes };
      const packed = this.pack(report);
      const known = this.sessions.get(hash);
      if (known === undefined) {
        this.reports++;
        this.count(report, 1);
        this.sessions.set(hash, packed);
      } else if (known !== packed || (this.conflicting.size > 0 && this.conflicting.has(keyOf(hash)))) {
        const before = this.unpack(known);
        const watching = this.resolve(keyOf(hash), before, report);
        this.count(before, -1);
        this.count(watching, 1);
        this.sessions.set(hash, this.pack(watching));
      }
    });
  }

  private resolve(session: string, known: Watching, report: Watching): Watching {
    const reports = this.conflicting.get(session) ?? new Set([nameOf(known)]);
    if (!reports.has(nameOf(report))) this.reports++;
    reports.add(nameOf(report));
    this.conflicting.set(session, reports);
    return merge(known, report);
  }

  private pack({ contentId, attributes }: Watching): number {
    let index = this.titleIndexes.get(contentId);
    if (index === undefined) {
      index = this.titles.push(contentId) - 1;
      this.titleIndexes.set(contentId, index);
    }
    return index * ATTRIBUTES + attributes;
  }

  private unpack(packed: number): Watching {
    return { contentId: this.titles[Math.floor(packed / ATTRIBUTES)] ?? '', attributes: packed % ATTRIBUTES };
  }

  private count({ contentId, attributes }: Watching, step: 1 | -1): void {
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

/** More than the number of attribute values, which is twice the number of device classes. */
const ATTRIBUTES = 64;

const keyOf = ({ high, low }: Hash64): string => `${high} ${low}`;

const nameOf = ({ contentId, attributes }: Watching): string => `${attributes} ${contentId}`;

const merge = (a: Watching, b: Watching): Watching => ({
  contentId: a.contentId < b.contentId ? a.contentId : b.contentId,
  attributes: mergeAttributes(a.attributes, b.attributes),
});
