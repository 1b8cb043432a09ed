import type { StageTemplates } from '../cost/stage-templates';
import type { TemplateNode } from '../cost/template-node';
import { failure, type Finding } from './finding';

/** The addresses and domains from which the roles of a stage may send mail through SES. */
export const sendingIdentities = (stage: StageTemplates): readonly string[] => [
  ...new Set(
    stage
      .all('AWS::IAM::Policy')
      .flatMap((policy) => policy.in('PolicyDocument').list('Statement'))
      .filter((statement) => statement.matches(/"ses:Send\w+"/))
      .flatMap(identitiesIn),
  ),
];

const identitiesIn = (statement: TemplateNode): readonly string[] =>
  statement.in('Resource').texts(/identity\/([\w.@+-]+)/g);

/** The finding about an identity that SES has not verified: it refuses to send mail from it. */
export const identityFindings = (identity: string, isVerified: boolean): readonly Finding[] =>
  isVerified
    ? []
    : [
        failure(
          `SES has not verified ${identity}, from which the stage sends mail.`,
          `Run aws sesv2 create-email-identity --email-identity ${identity}, then confirm it as AWS describes in the answer.`,
        ),
      ];
