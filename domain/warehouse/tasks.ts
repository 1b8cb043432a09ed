/** The payload with which an erasure invokes load-warehouse: it erases viewers and loads nothing. */
export const ERASE_ONLY = { task: 'erase' } as const;
