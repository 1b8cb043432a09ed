import { type Load, MONTH_SECONDS } from '../../cost/load';
import type { StageTemplates } from '../../cost/stage-templates';
import { MONTH_DAYS, type Usage } from '../../cost/usage';
import { nightlyCuration } from './curation';
import { objectsPerSecond } from './raw-objects';

const DAY_SECONDS = 86_400;

/** The requests with which a reader opens a Parquet object: its footer, and the columns together. Assumed. */
const GETS_PER_OBJECT = 2;

/** The keys of one answer of ListObjectsV2. */
const KEYS_PER_LIST = 1_000;

/** The readers that open each raw object once: curate, for its footer, and the warehouse. */
const READERS = 2;

/** S3: the requests that read the raw lake. Those of analysts' queries are extra. */
export const requestUsage = (load: Load, templates: StageTemplates): readonly Usage[] => {
  const written = objectsPerSecond(load, templates) * MONTH_SECONDS;
  const perNight = objectsPerSecond(load, templates) * DAY_SECONDS;
  const { rawReads } = nightlyCuration(load, templates);
  const opened = written * READERS + perNight * rawReads * MONTH_DAYS;
  return [
    { what: 'reading objects', price: 's3.getsThousand', quantity: (opened * GETS_PER_OBJECT) / 1_000 },
    { what: 'listing objects', price: 's3.listsThousand', quantity: opened / KEYS_PER_LIST / 1_000 },
  ];
};
