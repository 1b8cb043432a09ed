/** What the content management system says of a title. */
export interface Content {
  readonly content_id: string;
  readonly title: string;
  readonly genre: string;
  /** BCP 47, such as en or pt-BR. */
  readonly language: string;
  /** As the CMS has it, such as PG-13. */
  readonly rating: string | null;
  /** Null for what has no end: a live channel. */
  readonly duration_ms: number | null;
  /** Date in UTC: yyyy-MM-dd. */
  readonly released_on: string | null;
  /** The CMS's own version of this metadata: grows with each change. */
  readonly cms_version: number;
}
