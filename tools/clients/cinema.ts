import { join } from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Cloud } from 'embedded-cloud';
import { CLIENTS_FOLDER } from './clients-folder';

/** The days for which tickets are seeded; the Glue table has a partition for each. */
const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03'];
const TICKETS_PER_DAY = 20;
const FILMS = ['Alien', 'Brazil', 'Casablanca'];

/**
 * Starts the app `cinema` of the folder of clients with an empty state, and stores 60 tickets in the table `tickets`. All
 * of it is deterministic, so that programs can compare what they read with constants.
 */
export const startCinema = async (stateDir: string): Promise<Cloud> =>
  Cloud.start({ assemblyDir: join(CLIENTS_FOLDER, 'app'), stateDir, beforeStart: seedTickets });

/** The environment of a program: the endpoint with credentials, and the outputs of the app's stack in upper snake case. */
export const environmentOf = ({ surroundings, deployment }: Cloud): Readonly<Record<string, string>> => ({
  AWS_ENDPOINT_URL: surroundings.endpoint,
  AWS_REGION: surroundings.region,
  AWS_DEFAULT_REGION: surroundings.region,
  AWS_ACCESS_KEY_ID: 'any',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_EC2_METADATA_DISABLED: 'true',
  ...Object.fromEntries(
    deployment.stacks.flatMap(({ outputs }) => outputs.map(({ name, value }) => [toVariable(name), value])),
  ),
});

const toVariable = (output: string): string => output.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

const seedTickets = async ({ surroundings: { endpoint, region } }: Cloud): Promise<void> => {
  const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  for (const [day, date] of DAYS.entries()) {
    const tickets = Array.from({ length: TICKETS_PER_DAY }, (_, index) =>
      ticketOf(day * TICKETS_PER_DAY + index, date),
    );
    const Body = tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join('');
    await s3.send(new PutObjectCommand({ Bucket: 'cinema-lake', Key: `tickets/dt=${date}/tickets.json`, Body }));
  }
  s3.destroy();
};

const ticketOf = (index: number, date: string) => ({
  ticket: index + 1,
  film: FILMS[index % FILMS.length],
  price: 8 + (index % 5) / 2,
  sold_at: `${date} ${String(index % 24).padStart(2, '0')}:30:00`,
  seats: [index, index + 1],
});
