import type { DemoRun, Disturbances } from './demo-run';

/** The section of one subsystem in the demo's report, as the subsystem declares it. */
export interface SectionDeclaration<Result extends object> {
  /** Sections whose checks run first, because this check depends on their effects. @default - none */
  readonly after?: readonly string[];
  /** The name of the check, shown while it runs. */
  readonly step: string;
  /** The section's former name, under which the report repeats it for one release. @default - none */
  readonly formerName?: string;
  /**
   * Compares what the subsystem's readers received with what the viewers did. Its result is the section of the JSON
   * report.
   */
  readonly check: (run: DemoRun) => Promise<Result>;
  /** The problems of the result, one sentence each; empty if there are none. */
  readonly differences: (result: Result, disturbances: Disturbances) => readonly string[];
  /** The numbers of the section's table on the terminal. */
  readonly numbers: (result: Result) => Readonly<Record<string, number>>;
  /** Lines below the table. @default - none */
  readonly notes?: (result: Result) => readonly string[];
}

/** The checked section of a subsystem. */
export interface Findings {
  readonly result: object;
  readonly differences: readonly string[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

/** A section whose result type only its own declaration knows. */
export interface DemoSection {
  readonly after: readonly string[];
  readonly step: string;
  readonly formerName: string | undefined;
  readonly run: (run: DemoRun) => Promise<Findings>;
}

/** Declares the section of a subsystem: the default export of `tools/subsystems/<subsystem>/demo.ts`. */
export const defineSection = <Result extends object>(declaration: SectionDeclaration<Result>): DemoSection => {
  const { after = [], step, formerName, check } = declaration;
  return { after, step, formerName, run: async (run) => findingsIn(declaration, await check(run), run.disturbances) };
};

/** Judges a result by the section's own rules. */
export const findingsIn = <Result extends object>(
  { differences, numbers, notes }: Pick<SectionDeclaration<Result>, 'differences' | 'numbers' | 'notes'>,
  result: Result,
  disturbances: Disturbances,
): Findings => ({
  result,
  differences: differences(result, disturbances),
  numbers: numbers(result),
  notes: notes?.(result) ?? [],
});

/** A condition that a result must meet, and the sentence that describes a failure. */
export type Rule = readonly [isMet: boolean, sentence: string];

/** The sentences of the conditions that do not hold. */
export const brokenRules = (rules: readonly Rule[]): readonly string[] =>
  rules.flatMap(([isMet, sentence]) => (isMet ? [] : [sentence]));

/**
 * Sorts sections so that each follows the sections in its `after`, and otherwise keeps their order. Throws for a cycle.
 */
export const inOrder = <Section extends { readonly name: string; readonly after: readonly string[] }>(
  sections: readonly Section[],
): readonly Section[] => {
  const ordered: Section[] = [];
  const left = new Set(sections);
  while (left.size > 0) {
    const next = [...left].find(({ after }) => ![...left].some(({ name }) => after.includes(name)));
    if (!next) throw new Error(`These sections wait for each other: ${[...left].map(({ name }) => name).join(', ')}.`);
    ordered.push(next);
    left.delete(next);
  }
  return ordered;
};
