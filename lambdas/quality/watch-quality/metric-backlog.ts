import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { type PutEntries, retryEntries } from 'aws-clients';

/** Waits of up to 16 s altogether. With calls of 2 s, this fits into the function's 30 s and so into the visibility timeout. */
const RETRIES = { attempts: 6, firstWaitMs: 500 };

/** What CloudWatch refuses in about five minutes at a high rate. */
const MAX_KEPT = 20_000;

/**
 * Publishes metric data, and keeps what CloudWatch refuses at every attempt for the next call. The data are for dashboards: the
 * detection of outages does not wait for them. What is kept is lost if the environment ends before CloudWatch recovers.
 */
export class MetricBacklog {
  private kept: readonly MetricDatum[] = [];

  /** `report` is told how many data are kept, and how many are given up because there are too many. */
  constructor(
    private readonly put: PutEntries<MetricDatum>,
    private readonly report: (counts: { readonly kept: number; readonly lost: number }) => void,
  ) {}

  async publish(data: readonly MetricDatum[]): Promise<void> {
    const refused = await retryEntries([...this.kept, ...data], this.put, RETRIES);
    this.kept = refused.slice(-MAX_KEPT);
    if (refused.length > 0) this.report({ kept: this.kept.length, lost: refused.length - this.kept.length });
  }
}
