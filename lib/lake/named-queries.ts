import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnNamedQuery } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import type { LakeTables } from './lake-tables';
import type { Workgroup } from './workgroup';

const FOLDER = join(__dirname, '../../sql/lake/queries');

/** The analysts' common queries, saved in their workgroup: the files of sql/lake/queries. */
export class NamedQueries extends Construct {
  constructor(scope: Construct, id: string, { database }: LakeTables, workgroup: Workgroup) {
    super(scope, id);
    for (const file of readdirSync(FOLDER).sort()) {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      const query = new CfnNamedQuery(this, file.replace('.sql', ''), {
        name: headOf(text, 'name', file),
        description: headOf(text, 'description', file),
        database: database.databaseName,
        workGroup: workgroup.name,
        queryString: text,
      });
      query.addResourceDependency(workgroup.resource);
    }
  }
}

/** The value of a line `-- key: value`. */
const headOf = (text: string, key: string, file: string): string => {
  const value = new RegExp(`^-- ${key}: (.+)$`, 'm').exec(text)?.[1];
  if (value === undefined) throw new Error(`sql/lake/queries/${file} has no line "-- ${key}: …".`);
  return value;
};
