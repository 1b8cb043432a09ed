import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAMILY_DEFINITIONS } from '../../../domain/families';
import { ENVELOPE } from '../../../domain/families/envelope';

const ROOT = join(__dirname, '../../..');

it('Every folder of domain/families is in the list of families', () => {
  const folders = readdirSync(join(ROOT, 'domain/families'), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(FAMILY_DEFINITIONS.map(({ name }) => name).sort()).toEqual(names.sort());
});

describe.each(FAMILY_DEFINITIONS)('The family $name', ({ name, fields, subject, person }) => {
  it('has the fields that every family has', () => {
    expect(fields).toMatchObject(ENVELOPE);
  });

  it('requires its subject on every event', () => {
    expect(fields[subject]).toMatchObject({ required: true });
  });

  it('has fields for the pseudonym of a person and for its key, if its events are about one', () => {
    const names = person === undefined ? [] : [person.id, person.keyId];
    expect(names.filter((field) => fields[field] === undefined)).toEqual([]);
  });

  it('has its table in docs/events.md', () => {
    expect(readFileSync(join(ROOT, 'docs/events.md'), 'utf8')).toContain(`<!-- generated: ${name}-fields -->`);
  });
});
