import { readFileSync } from 'node:fs';
import { CLIENTS_PAGE } from '../../../tools/clients/clients-folder';
import { clientsPage } from '../../../tools/clients/page';
import { differencesOf, readRecords } from '../../../tools/clients/record';

const client = { client: 'boto3', version: '1', operations: ['s3:GetObject', 's3:PutObject'] };

describe('clientsPage', () => {
  it('lists the clients, their operations and the tasks of libraries', () => {
    const library = { client: 'PyAthena', version: '2', operations: ['reads rows with a DictCursor'] };
    const page = clientsPage([client, library]);
    expect(page).toContain('| PyAthena | 2       | 1          |');
    expect(page).toContain('| `s3:PutObject` | ✓     |');
    expect(page).toContain('## What PyAthena does\n\n- reads rows with a DictCursor\n');
  });

  it('is the page in the repository', () => {
    expect(readFileSync(CLIENTS_PAGE, 'utf8')).toBe(clientsPage(readRecords()));
  });
});

describe('differencesOf', () => {
  it('names operations that are missing, and operations that are new', () => {
    const other = { ...client, operations: ['s3:GetObject', 's3:DeleteObject'] };
    expect(differencesOf([client], [other])).toEqual([
      'boto3 1, s3:PutObject is recorded, but was not called.',
      'boto3 1, s3:DeleteObject was called, but is not recorded.',
    ]);
    expect(differencesOf([client], [client])).toEqual([]);
  });
});
