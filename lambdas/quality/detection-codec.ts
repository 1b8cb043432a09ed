import type { DetectorState, OutageChange } from '../../domain/quality';

/** What a run of the detection leaves for the next one. */
export interface StoredDetection {
  readonly detector: DetectorState;
  /** Changes whose messages may not have been sent. */
  readonly unsent: readonly OutageChange[];
}

/** The attributes that hold the state of the detection. */
export const encodeDetection = (detection: StoredDetection): { readonly detection: string } => ({
  detection: JSON.stringify(detection),
});

/** The state of the detection; undefined if nothing was stored yet. */
export const decodeDetection = ({ detection }: Readonly<Record<string, unknown>>): StoredDetection | undefined =>
  typeof detection === 'string' ? (JSON.parse(detection) as StoredDetection) : undefined;
