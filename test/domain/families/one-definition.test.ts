import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkedFields, columnsOf, compileParser, isIssue, jsonSchemaOf } from '../../../domain/families';
import { integer } from '../../../domain/families/field-types';
import { VIEWING, VIEWING_DEFINITION } from '../../../domain/families/viewing';
import { eventTablesOf, fillDefinitions } from '../../../domain/lake';
import { redshiftColumns } from '../../../domain/warehouse/columns';
import { fieldTable } from '../../../tools/docs/field-table';
import { anEvent } from '../../support/events';

/** The viewing family with one more field. */
const WITH_ADS = {
  ...VIEWING_DEFINITION,
  fields: {
    ...VIEWING_DEFINITION.fields,
    ad_ms: {
      type: integer(0, 600_000),
      unit: 'ms',
      required: { where: { event: ['quit'] } },
      source: 'VAST',
      meaning: 'Time of the interval in which an ad was shown.',
    },
  },
} as const;

describe('A field that is added to the definition of a family', () => {
  const parse = compileParser(checkedFields(WITH_ADS.fields));
  const issueWith = (fields: object): unknown => {
    const result = parse({ ...anEvent(), ...fields });
    return typeof result === 'object' && result !== null && isIssue(result) ? result : undefined;
  };

  it('is accepted by the validator only within its bounds', () => {
    expect(issueWith({ ad_ms: 600_000 })).toBeUndefined();
    expect(issueWith({ ad_ms: 600_001 })).toEqual({
      field: 'ad_ms',
      reason: 'must be an integer from 0 to 600000, in ms',
    });
    expect(VIEWING.parse({ ...anEvent(), ad_ms: 1 })).toEqual({ field: 'ad_ms', reason: 'is not a field of an event' });
  });

  it('is required by the validator on the events that its definition names', () => {
    expect(issueWith({ event: 'quit' })).toEqual({ field: 'ad_ms', reason: 'is required if event is quit' });
    expect(issueWith({ event: 'quit', ad_ms: 0 })).toBeUndefined();
    expect(issueWith({ event: 'ended' })).toBeUndefined();
  });

  it('is in the JSON Schema', () => {
    expect(jsonSchemaOf(WITH_ADS)).toMatchObject({
      properties: { ad_ms: { type: 'integer', minimum: 0, maximum: 600_000 } },
    });
  });

  it('is a column of the tables in Glue', () => {
    const { raw, curated } = eventTablesOf(WITH_ADS);
    expect([raw.columns['ad_ms'], curated.columns['ad_ms']]).toEqual(['bigint', 'bigint']);
  });

  it('is a column of the table in Redshift', () => {
    expect(redshiftColumns(columnsOf(WITH_ADS.fields, 'warehouse'))).toContain('ad_ms bigint');
  });

  it.each(['lake/viewing-events', 'erasure/erase-raw', 'erasure/erase-viewing-events'])(
    'is read and written by the statement %s',
    (statement) => {
      const text = readFileSync(join(__dirname, `../../../sql/${statement}.sql`), 'utf8');
      const lists = text.split(/\.columns\b/).length - 1;
      const filled = fillDefinitions(text, Object.values(eventTablesOf(WITH_ADS)), [WITH_ADS]);
      expect(filled.match(/\bad_ms\b/g)).toHaveLength(lists);
    },
  );

  it('is in the table of docs/events.md', () => {
    expect(fieldTable(WITH_ADS).find((line) => line.startsWith('| `ad_ms`'))).toMatch(
      /an integer from 0 to 600000, in ms .* if event is quit .* Source: VAST\. .* raw, curated, warehouse/,
    );
  });
});

describe('A field that is kept until raw', () => {
  it('is a column of the raw table only', () => {
    const { raw, curated } = eventTablesOf(VIEWING_DEFINITION);
    expect(Object.keys(raw.columns)).toContain('schema');
    expect(Object.keys(curated.columns)).not.toContain('schema');
    expect(redshiftColumns(columnsOf(VIEWING_DEFINITION.fields, 'warehouse'))).not.toContain('schema');
  });
});
