import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { runbookOf } from '../foundation/runbook';
import type { StageScope } from '../foundation/stage-scope';
import { nameIn, SubsystemStack } from '../foundation/subsystem-stack';

const HEAD =
  '<!-- `npm run docs` generates this page from lib/*/runbook.md: edit a section in the folder of its subsystem. -->\n';

/** docs/runbook.md: the introduction, which names every dashboard of a stage, and the sections of all subsystems. */
export const runbookPage = (stage: StageScope): string => {
  const all = stage.node.findAll();
  const dashboards = all
    .filter((one) => one instanceof CfnDashboard)
    .map((one) => `\`${String(one.dashboardName).replace(nameIn(one), 'playhead-<stage>')}\``)
    .sort();
  const introduction = runbookOf('operations').replace('{dashboards}', listed(dashboards));
  const subsystems = all
    .filter((one) => one instanceof SubsystemStack)
    .map(({ subsystem }) => subsystem)
    .sort();
  const sections = subsystems.filter((name) => name !== 'operations').map(runbookOf);
  return [HEAD, introduction, ...sections.filter((text) => text !== '')].join('\n');
};

const listed = (names: readonly string[]): string => names.map((name) => `- ${name}`).join('\n');
