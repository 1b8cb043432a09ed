import { failure, type Finding } from './finding';

/** The finding about the version of the bootstrap stack, if the templates require a later one. */
export const bootstrapFindings = (version: number, required: number, environment: string): readonly Finding[] =>
  version >= required
    ? []
    : [
        failure(
          `The bootstrap of ${environment} has version ${version}, and the templates require ${required}.`,
          `Run npx cdk bootstrap ${environment}`,
        ),
      ];
