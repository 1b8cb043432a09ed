/** The stage whose templates run on this machine. */
export const LOCAL_STAGE = 'dev';
