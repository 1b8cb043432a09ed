import type { Content } from '../../domain/lake';
import type { Title } from './catalog';
import { Random } from './random';

const GENRES = ['drama', 'comedy', 'documentary', 'thriller', 'animation', 'sport', 'news', 'music'];
const FIRST_WORDS = ['The Last', 'A Quiet', 'Beyond the', 'Return to the', 'Under the', 'The Other'];
const LAST_WORDS = ['Harbour', 'Winter', 'Signal', 'Garden', 'Mountain', 'Letter', 'Orchard', 'Border'];

/** Every 25th title is not yet in the content management system. */
const MISSING_EVERY = 25;

/** The content management system's entries for the simulator's titles; a few titles have none. */
export const contentsOf = (titles: readonly Title[]): readonly Content[] =>
  titles.filter((_, rank) => rank % MISSING_EVERY !== MISSING_EVERY - 1).map(toContent);

const toContent = ({ contentId, streamType, durationMs }: Title): Content => {
  const random = new Random(`content/${contentId}`);
  return {
    content_id: contentId,
    title: `${random.pick(FIRST_WORDS)} ${random.pick(LAST_WORDS)}`,
    genre: streamType === 'live' ? random.pick(['sport', 'news']) : random.pick(GENRES),
    language: random.pick(['en', 'en', 'de', 'pt-BR', 'ja']),
    rating: random.pick(['G', 'PG', 'PG-13', 'R']),
    duration_ms: streamType === 'live' ? null : durationMs,
    released_on: `${1990 + random.below(36)}-0${1 + random.below(9)}-15`,
    cms_version: 1,
  };
};
