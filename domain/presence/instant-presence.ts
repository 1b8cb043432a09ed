import { DEVICE_TYPES, type DeviceType } from '../events/viewing-event';
import { type Attributes, mergeAttributes } from './collect-presence';
import { decodePresence } from './presence-codec';

interface Watching {
  readonly contentId: string;
  readonly attributes: Attributes;
  /** Every report of the session, where they contradict each other. */
  readonly told?: Set<string>;
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
 * The sessions known to be watching at one instant: a set that only grows, whose counts follow each session as it is
 * added. A session told of twice counts once; told of under two titles or devices (no honest player does that), it
 * counts under one, the same whatever came first, so that titles and devices always sum to the total.
 */
export class InstantPresence implements InstantCounts {
  readonly all: StreamCount = { streams: 0, rebuffering: 0 };
  readonly byDevice = Object.fromEntries(
    DEVICE_TYPES.map((device) => [device, { streams: 0, rebuffering: 0 }]),
  ) as Record<DeviceType, StreamCount>;
  readonly byTitle = new Map<string, number>();
  /** How many different reports are united here: grows with every change, and is the same whatever came first. */
  reports = 0;
  private readonly sessions = new Map<string, Watching>();

  /** Unites with the payload of one presence item. */
  add(payload: Buffer): void {
    decodePresence(payload, (contentId, hash, attributes) => {
      const known = this.sessions.get(hash);
      if (known?.contentId === contentId && known.attributes === attributes && !known.told) return;
      const watching = known ? this.contradict(known, { contentId, attributes }) : { contentId, attributes };
      if (known) this.count(known, -1);
      else this.reports++;
      this.count(watching, 1);
      this.sessions.set(hash, watching);
    });
  }

  private contradict(known: Watching, report: Watching): Watching {
    const told = known.told ?? new Set([nameOf(known)]);
    if (!told.has(nameOf(report))) this.reports++;
    told.add(nameOf(report));
    return { ...merge(known, report), told };
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

const nameOf = ({ contentId, attributes }: Watching): string => `${attributes} ${contentId}`;

const merge = (a: Watching, b: Watching): Watching => ({
  contentId: a.contentId < b.contentId ? a.contentId : b.contentId,
  attributes: mergeAttributes(a.attributes, b.attributes),
});
