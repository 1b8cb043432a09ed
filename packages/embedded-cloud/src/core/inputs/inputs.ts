import { parseSelection, type Selection } from './selection';

/** Which members of its inputs a service accepts. `parseSelection` describes the texts. */
export interface InputDeclaration {
  /** What each operation reads. An operation, or a resource type, that is missing here does not run. */
  readonly reads: Readonly<Record<string, string>>;
  /** What is accepted and changes nothing: by reason and operation. */
  readonly withoutEffect?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Which members of one input are accepted. */
export interface AcceptedInput {
  readonly reads: Selection;
  /** By reason. */
  readonly withoutEffect: ReadonlyMap<string, Selection>;
  /** Both together. */
  readonly all: Selection;
}

/** The inputs that a service accepts, by operation or by resource type. */
export type Inputs = ReadonlyMap<string, AcceptedInput>;

/** Reads a declaration, once for each service. */
export const declareInputs = ({ reads, withoutEffect = {} }: InputDeclaration): Inputs =>
  new Map(
    Object.entries(reads).map(([operation, read]) => {
      const accepted = Object.entries(withoutEffect).flatMap(([reason, selections]): (readonly [string, string])[] => {
        const text = selections[operation];
        return text === undefined ? [] : [[reason, text]];
      });
      return [
        operation,
        {
          reads: parseSelection(read),
          withoutEffect: new Map(accepted.map(([reason, text]) => [reason, parseSelection(text)])),
          all: parseSelection([read, ...accepted.map(([, text]) => text)].join(' ')),
        },
      ];
    }),
  );
