/** The address of the embedded cloud of `npm start`. */
export const EMBEDDED_ENDPOINT = 'http://127.0.0.1:4566';

/** Whether an embedded cloud answers at an address. */
export const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/_playhead/`).then(
    ({ ok }) => ok,
    () => false,
  );
