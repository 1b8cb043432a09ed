/** What preflight found about one thing that a deployment needs. */
export interface Finding {
  /** `fails`: a deployment would fail. `note`: it would not, but an operator should know. */
  readonly kind: 'fails' | 'note';
  /** What is wrong, in one sentence. */
  readonly problem: string;
  /** What to request or run, in one sentence. */
  readonly action: string;
}

/** Something without which a deployment fails. */
export const failure = (problem: string, action: string): Finding => ({ kind: 'fails', problem, action });

/** Something that an operator should know, but that stops no deployment. */
export const note = (problem: string, action: string): Finding => ({ kind: 'note', problem, action });
