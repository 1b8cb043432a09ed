/** The part of an SQS record that the steps of playback quality need. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
}

/** Reads the messages of a batch, and returns the ids of those that no step of Playhead wrote. */
export const readMessages = <Content>(
  messages: readonly QueueMessage[],
  read: (body: string) => Content | undefined,
): { readonly contents: readonly Content[]; readonly unreadable: readonly string[] } => {
  const contents: Content[] = [];
  const unreadable: string[] = [];
  for (const { messageId, body } of messages) {
    const content = read(body);
    if (content === undefined) unreadable.push(messageId);
    else contents.push(content);
  }
  return { contents, unreadable };
};
