import type { StageScope } from './stage-scope';
import type { SubsystemStack } from './subsystem-stack';

/** One subsystem: a folder of the same name in every layer, and one stack in every stage. */
export interface Subsystem<Face extends SubsystemStack = SubsystemStack> {
  /** The name of its folders and the last part of its stack's name. */
  readonly name: string;
  /** Its stack in a stage, created at the first call. Another subsystem takes the constructs that it needs from it. */
  readonly in: (stage: StageScope) => Face;
}

/**
 * Defines a subsystem. `build` creates its stack from its slice of the configuration and from the constructs of other
 * subsystems, which `theirs.in(stage)` gives: a subsystem that is needed is created first, whatever the order of the list.
 */
export const defineSubsystem = <Face extends SubsystemStack>(
  name: string,
  build: (stage: StageScope, name: string) => Face,
): Subsystem<Face> => {
  const stacks = new WeakMap<StageScope, Face | 'under construction'>();
  return {
    name,
    in: (stage) => {
      const existing = stacks.get(stage);
      if (existing === 'under construction') throw new Error(`Subsystem ${name} needs itself, through another one.`);
      if (existing !== undefined) return existing;
      stacks.set(stage, 'under construction');
      const stack = build(stage, name);
      stacks.set(stage, stack);
      return stack;
    },
  };
};
