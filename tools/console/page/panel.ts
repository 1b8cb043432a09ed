import type { ConsoleSnapshot } from '../snapshot';

/** The place of a panel on the overview. */
interface PanelPlace {
  /** The section, which contains the heading. */
  readonly section: HTMLElement;
  /** The small text beside the title. */
  readonly note: HTMLElement;
}

/**
 * The default export of a panel's page module: builds the content of the section, and returns a function that draws a
 * snapshot, which is called once a second.
 */
export type Panel = (place: PanelPlace) => (snapshot: ConsoleSnapshot) => void;
