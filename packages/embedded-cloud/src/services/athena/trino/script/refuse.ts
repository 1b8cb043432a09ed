/** Fails a call whose result in Trino is not known. */
export const refuse = (supported: string): never => {
  throw new Error(`The embedded Athena supports ${supported}.`);
};

/** Fails a call as Trino does. */
export const invalidArgument = (message: string): never => {
  throw new Error(`INVALID_FUNCTION_ARGUMENT: ${message}`);
};
