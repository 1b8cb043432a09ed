import november from './prices/us-east-1-2026-11.json';

/** The price of a unit, USD: constant, or lower for larger quantities. */
interface Price {
  readonly usd?: number;
  /** The upper end of each tier, and the price of a unit in it; the last tier has no end. */
  readonly tiers?: readonly (readonly (number | null)[])[];
  /** The price page. */
  readonly source: string;
  /** How certain the price is: documented, second-hand or inferred. */
  readonly certainty: string;
}

/** The names of prices: the service, a dot, and the unit. */
export type PriceName = keyof typeof november.prices;

/** A dated price list of one region. */
export interface PriceList {
  readonly region: string;
  readonly date: string;
  readonly prices: Readonly<Record<PriceName, Price>>;
}

/** The newest list. */
export const PRICES: PriceList = november;

type ServiceKey = PriceName extends `${infer Service}.${string}` ? Service : never;

const SERVICES: Readonly<Record<ServiceKey, string>> = {
  api: 'API Gateway',
  athena: 'Athena',
  cloudwatch: 'CloudWatch',
  dynamodb: 'DynamoDB',
  firehose: 'Firehose',
  kinesis: 'Kinesis',
  kms: 'KMS',
  lambda: 'Lambda',
  redshift: 'Redshift',
  s3: 'S3',
  secrets: 'Secrets Manager',
  sqs: 'SQS',
  transfer: 'Data transfer',
};

/** The service that a price belongs to, as AWS calls it. */
export const serviceOf = (name: PriceName): string => SERVICES[name.split('.')[0] as ServiceKey];

/** The price of a month's quantity, USD. */
export const priceOf = ({ prices }: PriceList, name: PriceName, quantity: number): number => {
  const { usd, tiers = [[null, usd ?? 0]] } = prices[name];
  let [total, from] = [0, 0];
  for (const [upTo, unit] of tiers) {
    const to = Math.min(quantity, upTo ?? Infinity);
    if (to > from) total += (to - from) * (unit ?? 0);
    from = Math.max(from, to);
  }
  return total;
};
