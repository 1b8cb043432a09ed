import { billOf, spikeOf } from '../../../tools/cost/bill';
import { limitsAt } from '../../../tools/cost/limits';
import { averageOf, type Load, viewingHours } from '../../../tools/cost/load';
import { PRICES, priceOf } from '../../../tools/cost/prices';
import { viewingHourLine } from '../../../tools/cost/tables';
import { SMALL } from '../../support/stage-templates';

/**
 * 120 events in 100 requests per second; a month has 2,628,000 seconds: 262.8 million requests, 0.31536 billion events.
 */
const LOAD: Load = { concurrent: 1_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 12 };
const bill = billOf(LOAD, SMALL, PRICES);

const termsOf = (service: string) => {
  const found = bill.services.find((one) => one.service === service);
  return Object.fromEntries((found?.terms ?? []).map(({ what, usd }) => [what, usd]));
};

describe('billOf, calculated by hand', () => {
  it('applies the price of each tier to its part of the quantity', () => {
    expect(priceOf(PRICES, 'api.requestsMillion', 400)).toBeCloseTo(300 * 1 + 100 * 0.9);
    expect(priceOf(PRICES, 'kms.key', 3)).toBe(3);
  });

  it('charges API Gateway for 262.8 million requests at one dollar', () => {
    expect(termsOf('API Gateway')).toEqual({ requests: expect.closeTo(262.8) as number });
  });

  it('charges Lambda for 2.5 busy functions of 1 GB: 100 requests of 25 ms', () => {
    // 2.5 GB × 2.628 million s × 13.3334 USD a million
    expect(termsOf('Lambda')['collect']).toBeCloseTo(87.6, 1);
    expect(termsOf('Lambda')['publish-counts']).toBeCloseTo((63 / 60) * 2.628 * 13.3334, 2);
  });

  it('charges Kinesis for 100 records of 768 B and 8 watermarks, each as 1 KB, read three times', () => {
    // 108 KB/s × 2,628,000 s = 270.67 GB in; (76,800 + 480) B/s × 3 × 2,628,000 s = 567.43 GB out; 730 hours
    expect(termsOf('Kinesis')).toEqual({
      in: expect.closeTo(270.67 * 0.08, 1) as number,
      out: expect.closeTo(567.43 * 0.04, 1) as number,
      'stream-hours': expect.closeTo(29.2) as number,
      'retention beyond a day': 0,
    });
  });

  it('charges Firehose for the same records, each as 5 KB, and for 0.12 refused events per second', () => {
    const [raw, quarantine] = [(540 * 2_628_000) / 2 ** 20, (0.6 * 2_628_000) / 2 ** 20];
    expect(termsOf('Firehose')).toEqual({
      'raw records, each as 5 KB': expect.closeTo(raw * 0.029) as number,
      quarantine: expect.closeTo(quarantine * 0.029) as number,
      'conversion to Parquet': expect.closeTo(raw * 0.018) as number,
    });
  });

  it('charges SQS for one report per request, received and deleted ten at a time', () => {
    expect(termsOf('SQS')).toEqual({
      'sending quality reports': expect.closeTo(262.8 * 0.4) as number,
      'receiving and deleting quality reports': expect.closeTo(52.56 * 0.4) as number,
    });
  });

  it('charges DynamoDB for eight batches per second, each with two instants and the progress of two buckets, for ten open instants and for a claim per round', () => {
    // 8 × (2 × 1 + 2) = 32 units/s, and 0.12 of the 8 batches of 15 events have bounds; an instant with 1,000 titles is 41 units, and 10 instants and the claim are written every 2 s
    expect(termsOf('DynamoDB')).toMatchObject({
      'writing presence': expect.closeTo((32 + 8 * 0.12) * 2.628 * 0.625) as number,
      'publishing counts': expect.closeTo((41 * 5 + 0.5) * 2.628 * 0.625) as number,
    });
  });

  it('charges one read and write of features per request, and ledger notes for one event in 16 and for each batch', () => {
    // 100 a second; 120 / 16 = 7.5 notes of collect and, of 8 batches of 15 events, 0.9375 each
    expect(termsOf('DynamoDB')).toMatchObject({
      'writing features': expect.closeTo(100 * 2.628 * 0.625) as number,
      'reading features': expect.closeTo(100 * 2.628 * 0.125) as number,
      'ledger notes': expect.closeTo(15 * 2.628 * 0.625) as number,
    });
    // 8 batches a second of 20 ms and 100 viewers of 0.2 ms keep 0.18 of a function of 1 GB busy
    expect(termsOf('Lambda')['update-features']).toBeCloseTo(0.18 * 2.628 * 13.3334, 2);
  });

  it('charges S3 for 1.83 GB per day: 73 days in Standard, the rest of the year in Glacier', () => {
    const dayGb = (120 * 86_400 * 190) / 2 ** 30;
    expect(termsOf('S3')).toMatchObject({
      'lake in STANDARD': expect.closeTo(73 * dayGb * 0.023) as number,
      'lake in GLACIER_IR': expect.closeTo((365 - 73) * dayGb * 0.004) as number,
    });
  });

  it('charges S3 for opening raw objects: once by curate and by the warehouse, and by each slice of the dates that it writes', () => {
    // 1,440 objects a night; four slices read seven days for the prompt dates, and 18 for each of 30 / 7 late dates
    const opened = 43_800 * 2 + 1_440 * (730 / 24) * 4 * (7 + 18 * (30 / 7));
    expect(termsOf('S3')).toMatchObject({
      'reading objects': expect.closeTo(((2 * opened) / 1_000) * 0.0004) as number,
      'listing objects': expect.closeTo((opened / 1_000 / 1_000) * 0.005) as number,
    });
  });

  it('charges DynamoDB for the suppressed viewers, whom 2.5 instances of collect and one of update-features read once a minute', () => {
    expect(termsOf('DynamoDB')['reading suppressed viewers']).toBeCloseTo((3.5 / 60) * 2.628 * 0.125);
  });

  it('charges Redshift one minute of 8 RPUs per load every 15 minutes and per ledger query every hour, and the storage of eight dates', () => {
    // 2,920 runs × 60 s × 8 RPU = 389.3 RPU-hours; 120 events/s × 691,200 s × 70 B = 5.41 GB
    expect(termsOf('Redshift')).toEqual({
      loads: expect.closeTo(389.333 * 0.375) as number,
      ledger: expect.closeTo(97.333 * 0.375) as number, // 730 queries × 60 s × 8 RPU
      storage: expect.closeTo(5.4074 * 0.024, 3) as number,
    });
    // 600,000 events/s are 540 million rows per run: 3,375 s, longer than the interval
    const beyond = limitsAt({ ...LOAD, concurrent: 5_000_000 }, SMALL);
    expect(beyond.find(({ what }) => what.startsWith('seconds per run'))).toMatchObject({
      needed: 3_375,
      limit: 900,
    });
  });

  it('charges Athena for four ledger queries every 15 minutes, at least 10 MB each', () => {
    // 2,920 × 4 × 10 MB = 0.1062 TiB; what it reads of 120 events/s is less: 120 × 900 × 30 B = 3.2 MB
    expect(termsOf('Athena')).toMatchObject({ ledger: expect.closeTo(0.1062 * 5, 2) as number });
  });

  it('charges CloudWatch for the metrics of each alarm', () => {
    expect(termsOf('CloudWatch')).toMatchObject({ alarms: 100 * 0.3 + 10 * 0.1 + 0.5, dashboards: 9 });
  });
});

describe('averageOf', () => {
  it('is the share of the peak that a month has on average, which gives the viewing hours', () => {
    const average = averageOf({ ...LOAD, concurrent: 5_000_000 }, 0.4);
    expect(average.concurrent).toBe(2_000_000);
    expect(viewingHours(average)).toBe(2_000_000 * 730);
    expect(viewingHourLine({ ...bill, usd: 1_460_000 }, average)).toBe(
      '0.001 USD per viewing hour, for 1,460 million viewing hours per month.',
    );
  });
});

describe('billOf', () => {
  it('sums up services, and terms within a service, and sorts services by cost', () => {
    const sum = (parts: readonly { usd: number }[]) => parts.reduce((total, { usd }) => total + usd, 0);
    expect(bill.usd).toBeCloseTo(sum(bill.services));
    for (const { usd, terms, dominating } of bill.services) {
      expect(usd).toBeCloseTo(sum(terms));
      if (usd > 0) expect(dominating.share).toBeCloseTo(Math.max(...terms.map((term) => term.usd)) / usd);
    }
    expect(bill.services.map(({ usd }) => usd)).toEqual(bill.services.map(({ usd }) => usd).sort((a, b) => b - a));
    expect(bill.usdPerBillionEvents).toBeCloseTo(bill.usd / 0.31536);
  });

  it('has no cost per event at rest, and no cost of services that only events use', () => {
    const atRest = billOf({ ...LOAD, concurrent: 0 }, SMALL, PRICES);
    expect(atRest.usdPerBillionEvents).toBeUndefined();
    for (const service of ['API Gateway', 'SQS', 'S3', 'Data transfer']) {
      expect(atRest.services.find((one) => one.service === service)?.usd).toBe(0);
    }
    expect(atRest.usd).toBeGreaterThan(0);
    expect(atRest.usd).toBeLessThan(bill.usd);
  });
});

describe('spikeOf', () => {
  it('subtracts the usual cost from that of the higher load, for the hours of the spike', () => {
    const spike = spikeOf(LOAD, { times: 10, hours: 73 }, SMALL, PRICES);
    const api = spike.services.find(({ service }) => service === 'API Gateway');
    // 262.8 million become 300 at a dollar and 2,328 at 0.90; a tenth of a month
    expect(api?.usd).toBeCloseTo((300 + 2_328 * 0.9 - 262.8) / 10);
  });
});
