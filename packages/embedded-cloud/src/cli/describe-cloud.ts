import type { Cloud } from '../cloud';

/** The text that the command prints at start: the endpoint, the state folder, the resources that run, those that do not, and the outputs. */
export const describeCloud = ({ surroundings, deployment, access }: Cloud): string => {
  const { endpoint, region, stateDir } = surroundings;
  const outputs = deployment.stacks.flatMap(({ name, outputs: declared }) =>
    declared.map((output) => `${name}.${output.name} = ${output.value}`),
  );
  return [
    `endpoint  ${endpoint} (AWS_ENDPOINT_URL), region ${region}, any credentials`,
    `state     ${stateDir}`,
    ...section('Running:', tally(deployment.running.map(({ type }) => type))),
    ...section('Declared, but not supported:', [...deployment.notRun].map(count)),
    ...section('Declared, but without effect:', [...deployment.ignored].map(count)),
    ...section('Policies that are not evaluated completely:', access.problems),
    ...section('Outputs:', outputs),
  ].join('\n');
};

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];

const tally = (types: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(count);
};

const count = ([type, number]: readonly [string, number]): string => `${String(number).padStart(3)} ${type}`;
