import { billOf, spikeOf } from '../../../tools/cost/bill';
import { limitsAt } from '../../../tools/cost/limits';
import type { Load } from '../../../tools/cost/load';
import { PRICES, priceOf } from '../../../tools/cost/prices';
import { SMALL } from '../../support/declared';

/** 120 events in 100 requests a second; a month has 2,628,000 seconds: 262.8 million requests, 0.31536 billion events. */
const LOAD: Load = { concurrent: 1_000, heartbeatSeconds: 10, eventsPerRequest: 1.2, months: 12 };
const bill = billOf(LOAD, SMALL, PRICES);

const termsOf = (service: string) => {
  const found = bill.services.find((one) => one.service === service);
  return Object.fromEntries((found?.terms ?? []).map(({ what, usd }) => [what, usd]));
};

describe('worked by hand', () => {
  it('a price that falls with the quantity counts each part at its own', () => {
    expect(priceOf(PRICES, 'api.requestsMillion', 400)).toBeCloseTo(300 * 1 + 100 * 0.9);
    expect(priceOf(PRICES, 'kms.key', 3)).toBe(3);
  });

  it('API Gateway: 262.8 million requests at a dollar', () => {
    expect(termsOf('API Gateway')).toEqual({ requests: expect.closeTo(262.8) as number });
  });

  it('Lambda: 100 requests of 25 ms keep two and a half functions of 1 GB busy', () => {
    // 2.5 GB × 2.628 million s × 13.3334 USD a million
    expect(termsOf('Lambda')['collect']).toBeCloseTo(87.6, 1);
    expect(termsOf('Lambda')['publish-counts']).toBeCloseTo((61 / 60) * 2.628 * 13.3334, 2);
  });

  it('Kinesis: 100 records of 768 B and 8 watermarks, each as 1 KB; read twice', () => {
    // 108 KB/s × 2,628,000 s = 270.67 GB in; (76,800 + 480) B/s × 2 × 2,628,000 s = 378.29 GB out; 730 hours
    expect(termsOf('Kinesis')).toEqual({
      in: expect.closeTo(270.67 * 0.08, 1) as number,
      out: expect.closeTo(378.29 * 0.04, 1) as number,
      'the stream itself': expect.closeTo(29.2) as number,
      'retention beyond a day': 0,
    });
  });

  it('Firehose: the same records, each as 5 KB, and 0.12 refused events a second', () => {
    const [raw, quarantine] = [(540 * 2_628_000) / 2 ** 20, (0.6 * 2_628_000) / 2 ** 20];
    expect(termsOf('Firehose')).toEqual({
      'raw, by 5 KB a record': expect.closeTo(raw * 0.029) as number,
      quarantine: expect.closeTo(quarantine * 0.029) as number,
      'conversion to Parquet': expect.closeTo(raw * 0.018) as number,
    });
  });

  it('SQS: a report a request, received and deleted by tens', () => {
    expect(termsOf('SQS')).toEqual({
      'sending quality reports': expect.closeTo(262.8 * 0.4) as number,
      'receiving and deleting them': expect.closeTo(52.56 * 0.4) as number,
    });
  });

  it('DynamoDB: eight batches a second, each of two instants and two buckets’ progress; ten open instants', () => {
    // 8 × (2 × 1 + 2) = 32 units/s; an instant of 1,000 titles is 41 units, each of 10 written every 2 s
    expect(termsOf('DynamoDB')).toMatchObject({
      'writing presence': expect.closeTo(32 * 2.628 * 0.625) as number,
      'publishing counts': expect.closeTo(41 * 5 * 2.628 * 0.625) as number,
    });
  });

  it('features: a viewer a request is read and written; the ledger notes one event in 16, and each batch', () => {
    // 100 a second; 120 / 16 = 7.5 notes of collect and, of 8 batches of 15 events, 0.9375 each
    expect(termsOf('DynamoDB')).toMatchObject({
      'writing features': expect.closeTo(100 * 2.628 * 0.625) as number,
      'reading features': expect.closeTo(100 * 2.628 * 0.125) as number,
      'notes of the ledger': expect.closeTo(15 * 2.628 * 0.625) as number,
    });
    // 8 batches a second of 20 ms and 100 viewers of 0.2 ms keep 0.18 of a function of 1 GB busy
    expect(termsOf('Lambda')['update-features']).toBeCloseTo(0.18 * 2.628 * 13.3334, 2);
  });

  it('S3: a day is 1.83 GB; 73 days of the year lie in Standard, the rest in Glacier', () => {
    const dayGb = (120 * 86_400 * 190) / 2 ** 30;
    expect(termsOf('S3')).toMatchObject({
      'lake in STANDARD': expect.closeTo(73 * dayGb * 0.023) as number,
      'lake in GLACIER_IR': expect.closeTo((365 - 73) * dayGb * 0.004) as number,
    });
  });

  it('Redshift: a run each quarter of an hour and a look each hour bill their minute of 8 RPUs, and eight dates lie there', () => {
    // 2,920 runs × 60 s × 8 RPU = 389.3 RPU-hours; 120 events/s × 691,200 s × 70 B = 5.41 GB
    expect(termsOf('Redshift')).toEqual({
      mirroring: expect.closeTo(389.333 * 0.375) as number,
      ledger: expect.closeTo(97.333 * 0.375) as number, // 730 looks × 60 s × 8 RPU
      storage: expect.closeTo(5.4074 * 0.024, 3) as number,
    });
    // 600,000 events/s come to 540 million rows a run: 3,375 s, more than there is
    const beyond = limitsAt({ ...LOAD, concurrent: 5_000_000 }, SMALL);
    expect(beyond.find(({ what }) => what.startsWith('seconds that a run'))).toMatchObject({
      needed: 3_375,
      limit: 900,
    });
  });

  it('Athena: the ledger asks four questions each quarter of an hour, of 10 MB at least', () => {
    // 2,920 × 4 × 10 MB = 0.1062 TiB; what it looks at of 120 events/s is less: 120 × 900 × 30 B = 3.2 MB
    expect(termsOf('Athena')).toMatchObject({ ledger: expect.closeTo(0.1062 * 5, 2) as number });
  });

  it('CloudWatch: alarms by the metrics that they look at', () => {
    expect(termsOf('CloudWatch')).toMatchObject({ alarms: 100 * 0.3 + 10 * 0.1 + 0.5, dashboards: 9 });
  });
});

describe('a bill', () => {
  it('is the sum of its services, and each the sum of its terms; the dearest comes first', () => {
    const sum = (parts: readonly { usd: number }[]) => parts.reduce((total, { usd }) => total + usd, 0);
    expect(bill.usd).toBeCloseTo(sum(bill.services));
    for (const { usd, terms, dominating } of bill.services) {
      expect(usd).toBeCloseTo(sum(terms));
      if (usd > 0) expect(dominating.share).toBeCloseTo(Math.max(...terms.map((term) => term.usd)) / usd);
    }
    expect(bill.services.map(({ usd }) => usd)).toEqual(bill.services.map(({ usd }) => usd).sort((a, b) => b - a));
    expect(bill.usdPerBillionEvents).toBeCloseTo(bill.usd / 0.31536);
  });

  it('at rest has no price per event, and nothing that only events cost', () => {
    const atRest = billOf({ ...LOAD, concurrent: 0 }, SMALL, PRICES);
    expect(atRest.usdPerBillionEvents).toBeUndefined();
    for (const service of ['API Gateway', 'SQS', 'S3', 'Data transfer']) {
      expect(atRest.services.find((one) => one.service === service)?.usd).toBe(0);
    }
    expect(atRest.usd).toBeGreaterThan(0);
    expect(atRest.usd).toBeLessThan(bill.usd);
  });

  it('of a spike is what the higher load costs more, for its hours', () => {
    const spike = spikeOf(LOAD, { times: 10, hours: 73 }, SMALL, PRICES);
    const api = spike.services.find(({ service }) => service === 'API Gateway');
    // 262.8 million become 300 at a dollar and 2,328 at 0.90; a tenth of a month
    expect(api?.usd).toBeCloseTo((300 + 2_328 * 0.9 - 262.8) / 10);
  });
});
