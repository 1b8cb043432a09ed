import { type Template, StageTemplates } from '../cost/stage-templates';
import type { TemplateNode } from '../cost/template-node';

/** A resource that keeps data under a name that the template fixes, so that only one such resource can exist. */
export interface NamedResource {
  readonly type: StoreType;
  readonly name: string;
  /** The database of a Glue table. */
  readonly database?: string;
}

/** Where a template names the resources that keep data. Buckets, keys and secrets are named by CloudFormation. */
const NAME_OF = {
  'AWS::DynamoDB::GlobalTable': (node: TemplateNode) => node.text('TableName'),
  'AWS::Glue::Database': (node: TemplateNode) => node.in('DatabaseInput').text('Name'),
  'AWS::Glue::Table': (node: TemplateNode) => node.in('TableInput').text('Name'),
  'AWS::Kinesis::Stream': (node: TemplateNode) => node.text('Name'),
  'AWS::Logs::LogGroup': (node: TemplateNode) => node.text('LogGroupName'),
  'AWS::RedshiftServerless::Namespace': (node: TemplateNode) => node.text('NamespaceName'),
  'AWS::SQS::Queue': (node: TemplateNode) => node.text('QueueName'),
} as const;

/** A type of resource that keeps data under a fixed name. */
export type StoreType = keyof typeof NAME_OF;

/** The types of {@link NamedResource}. */
export const STORE_TYPES = Object.keys(NAME_OF) as readonly StoreType[];

/** The resources with data and a fixed name, by type and name. */
export const namedResources = (templates: readonly Template[]): readonly NamedResource[] => {
  const stage = new StageTemplates(templates);
  const [database] = stage.all('AWS::Glue::Database').map(NAME_OF['AWS::Glue::Database']);
  return STORE_TYPES.flatMap((type) =>
    stage
      .all(type)
      .map((node) => NAME_OF[type](node))
      .filter((name) => name !== '')
      .sort()
      .map((name) => ({ type, name, ...(type === 'AWS::Glue::Table' && database !== undefined && { database }) })),
  );
};
