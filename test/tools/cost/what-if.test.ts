import { numericSettings, STAGES, withSettings } from '../../../lib/stages';
import { PRICES, priceOf } from '../../../tools/cost/prices';
import { parseWhatIf } from '../../../tools/cost/what-if';

const SETTINGS = [...numericSettings(STAGES.prod).keys()];

describe('parseWhatIf', () => {
  it('replaces all tiers of a price and leaves the list as it is', () => {
    const { prices } = parseWhatIf(['api.requestsMillion=0.5'], PRICES, SETTINGS);
    expect(priceOf(prices, 'api.requestsMillion', 400)).toBe(200);
    expect(priceOf(PRICES, 'api.requestsMillion', 400)).toBe(390);
  });

  it('finds a setting of the stage by its path', () => {
    const { settings } = parseWhatIf(['warehouse.baseRpus=64', 'live.presenceSalts=4'], PRICES, SETTINGS);
    expect(Object.fromEntries(settings)).toEqual({ 'warehouse.baseRpus': 64, 'live.presenceSalts': 4 });
  });

  it.each([
    ['kinesis.shards=3', 'no such price or setting; known are kinesis.onDemandInGb,'],
    ['lake.retention=3', 'no such price or setting; known are lake.curationSlices'],
    ['nothing=3', 'no such price or setting; known are'],
    ['warehouse.baseRpus=many', 'write NAME=VALUE with a number that is not negative'],
    ['warehouse.baseRpus=-1', 'write NAME=VALUE'],
    ['warehouse.baseRpus', 'write NAME=VALUE'],
  ])('rejects %s and says what it knows', (assignment, message) => {
    expect(() => parseWhatIf([assignment], PRICES, SETTINGS)).toThrow(message);
  });
});

describe('withSettings', () => {
  it('changes only the given settings of a copy', () => {
    const changed = withSettings(STAGES.prod, new Map([['warehouse.baseRpus', 64]]));
    expect(changed).toEqual({ ...STAGES.prod, warehouse: { ...STAGES.prod.warehouse, baseRpus: 64 } });
    expect(STAGES.prod.warehouse.baseRpus).not.toBe(64);
  });

  it('rejects a path that is no numeric setting', () => {
    expect(() => withSettings(STAGES.dev, new Map([['ingest.streamRetention', 1]]))).toThrow('ingest.streamRetention');
  });
});
