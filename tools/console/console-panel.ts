import type { Cloud } from 'embedded-cloud';
import type { HttpRequest, HttpResponse } from 'embedded-cloud/http';

/** A panel of the console's overview. */
export interface ConsolePanel {
  /** The name in addresses, ids and classes. */
  readonly name: string;
  readonly title: string;
  /** A short description beside the title; the page module may replace it. @default - none */
  readonly note?: string;
  /** The page module: a file that ends with `-panel.ts`, runs in the browser and exports a Panel as its default. */
  readonly module: string;
  /** Panels are placed in this order, from left to right; the numbers leave gaps for new panels. */
  readonly order: number;
  /** The width in columns of the page's three. */
  readonly columns: 1 | 2 | 3;
  /** The height in rows. @default 1 */
  readonly rows?: 1 | 2;
}

/** Answers the requests of one path. */
export type ApiHandler = (request: HttpRequest) => Promise<HttpResponse>;

/** The part of a subsystem in the console: the default export of `tools/subsystems/<subsystem>/console.ts`. */
export interface ConsoleRegistration {
  readonly panels: readonly ConsolePanel[];
  /** Creates the handlers of `api/<name>`, by name. @default - none: the panels use the console's snapshot only */
  readonly apis?: (cloud: Cloud) => Readonly<Record<string, ApiHandler>>;
}
