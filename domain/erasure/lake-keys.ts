/** The object in the lake that lists the pseudonyms of all erased viewers, for readers of the stream. */
export const SUPPRESSION_LIST_KEY = 'erasures/suppression-list.json';

/** The prefix in the lake of the confirmations of the warehouse that it holds no row of an erased viewer. */
export const CONFIRMATIONS_PREFIX = 'erasures/warehouse/';
