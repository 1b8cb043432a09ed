/** An SDK client that answers without a network and records the inputs of its commands. */
export interface FakeClient<Client> {
  readonly client: Client;
  readonly inputs: object[];
}

/** Makes a client answer each command with the result of `answer` for its input; an Error is thrown. */
export const answering = <Client extends object>(
  client: Client,
  answer: (input: object, call: number) => object,
): FakeClient<Client> => {
  const inputs: object[] = [];
  const send = ({ input }: { readonly input: object }): Promise<object> => {
    inputs.push(input);
    const given = answer(input, inputs.length);
    return given instanceof Error ? Promise.reject(given) : Promise.resolve(given);
  };
  return { client: Object.assign(client, { send }), inputs };
};
