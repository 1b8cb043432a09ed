import type { Findings } from './demo-section';
import type { MemoryReport } from './memory-meter';

/** A section of the report, under its name. */
export interface ReportSection extends Findings {
  readonly name: string;
  readonly formerName?: string | undefined;
}

/** The report of a demo. */
export interface DemoReport {
  readonly scenario: string;
  readonly seconds: number;
  readonly viewers: number;
  readonly seed: string;
  readonly sections: readonly ReportSection[];
  readonly memory: MemoryReport;
}

/** All problems, one sentence each; empty if there are none. */
export const differencesIn = ({ sections }: DemoReport): readonly string[] =>
  sections.flatMap(({ differences }) => differences);

/** The report as JSON: one field per section. A renamed section appears under its former name too, for one release. */
export const toJson = (report: DemoReport): string => {
  const { sections, memory, ...facts } = report;
  const entries = sections.flatMap(({ name, formerName, result }) =>
    [name, ...(formerName === undefined ? [] : [formerName])].map((field) => [field, result] as const),
  );
  const json = { ...facts, ...Object.fromEntries(entries), memory, differences: differencesIn(report) };
  return `${JSON.stringify(json, null, 2)}\n`;
};

/** The report as lines for the terminal. */
export const toLines = (report: DemoReport): readonly string[] => {
  const { byMinuteMb, ...memory } = report.memory;
  const differences = differencesIn(report);
  return [
    '',
    ...report.sections.flatMap(({ name, numbers, notes }) => [...table(name, numbers), ...notes.map(note)]),
    ...table('memory', { ...memory }),
    ...(byMinuteMb.length === 0
      ? []
      : [note(`by whole minute: ${byMinuteMb.map((mb) => mb.toLocaleString('en-US')).join(' · ')} MB`)]),
    '',
    ...(differences.length === 0
      ? ['  Every reader received exactly what the viewers sent.']
      : differences.map((difference) => `  DIFFERENCE: ${difference}`)),
  ];
};

const note = (text: string): string => `              ${text}`;

const table = (section: string, values: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(values).map(
    ([name, value], index) =>
      `  ${(index === 0 ? section : '').padEnd(12)}${name.padEnd(22)}${value.toLocaleString('en-US').padStart(12)}`,
  );
