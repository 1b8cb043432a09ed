import type { StageScope } from './stage-scope';
import type { SubsystemStack } from './subsystem-stack';

/** One subsystem: a folder of the same name in every layer, and one stack in every stage. */
export interface Subsystem<Face extends SubsystemStack = SubsystemStack> {
  /** The name of its folders, and the last part of the name of its stack. */
  readonly name: string;
  /** Its stack in a stage, created by the first call. Other subsystems get the constructs that they need from it. */
  readonly in: (stage: StageScope) => Face;
}

/**
 * Defines a subsystem. `build` creates its stack from its slice of the configuration and from constructs of other
 * subsystems. It gets them with `other.in(stage)`, which creates the other subsystem first if necessary, so the order
 * of the list does not matter.
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
      if (existing === 'under construction')
        throw new Error(`Subsystem ${name} depends on itself through another subsystem.`);
      if (existing !== undefined) return existing;
      stacks.set(stage, 'under construction');
      const stack = build(stage, name);
      stacks.set(stage, stack);
      return stack;
    },
  };
};
