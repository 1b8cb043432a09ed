import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { updateAsOwner } from '../../foundation/update-as-owner';
import { decodeDetection, encodeDetection, type StoredDetection } from '../detection-codec';
import { DETECTOR_KEY } from '../sums-items';

/** Keeps the state of the detection. One run owns it: the one that started last. */
export class DetectorStore {
  private readonly item;

  constructor(
    private readonly dynamodb: DynamoDBClient,
    tableName: string,
  ) {
    this.item = { tableName, key: DETECTOR_KEY };
  }

  /** Takes the state over for the run that started at a time; undefined if there is none yet, or if a later run has taken it. */
  async takeOver(startedAt: number): Promise<StoredDetection | undefined> {
    return decodeDetection((await updateAsOwner(this.dynamodb, this.item, startedAt)) ?? {});
  }

  /** Stores the state; false, and nothing is stored, if a later run has taken it over. */
  async save(startedAt: number, detection: StoredDetection): Promise<boolean> {
    return (await updateAsOwner(this.dynamodb, this.item, startedAt, encodeDetection(detection))) !== undefined;
  }
}
