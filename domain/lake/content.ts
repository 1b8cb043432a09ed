/** The metadata of a title in the content management system (CMS). */
export interface Content {
  readonly content_id: string;
  readonly title: string;
  readonly genre: string;
  /** BCP 47, such as en or pt-BR. */
  readonly language: string;
  /** The CMS's own value, such as PG-13. */
  readonly rating: string | null;
  /** Null for a live channel, which has no end. */
  readonly duration_ms: number | null;
  /** Date in UTC: yyyy-MM-dd. */
  readonly released_on: string | null;
  /** The CMS's own version of this metadata. It increases with each change. */
  readonly cms_version: number;
}
