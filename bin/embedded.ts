/** Where `npm start` listens. */
export const EMBEDDED = 'http://127.0.0.1:4566';

/** Whether an embedded cloud answers there. */
export const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/_playhead/`).then(
    ({ ok }) => ok,
    () => false,
  );
