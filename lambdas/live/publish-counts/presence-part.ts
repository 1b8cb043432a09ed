/** What one batch says about an instant or about bounds. Parts with the same name have the same payload. */
export interface PresencePart {
  readonly name: string;
  readonly payload: Buffer;
}
