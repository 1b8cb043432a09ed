/** Why an event, or a whole request, is refused: the field and what is wrong with it. */
export interface Issue {
  readonly field: string;
  /** Completes the sentence "<field> …". */
  readonly reason: string;
}

/** Whether the result of a check is an issue. */
export const isIssue = (result: object): result is Issue => 'reason' in result;
