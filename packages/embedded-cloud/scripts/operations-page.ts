import type { Inputs } from '../src/core/inputs';
import type { Service } from '../src/core/service';
import { code, lackingIn, selectionText } from './selection-text';
import { ANSWERED_APIS, sdkOperations } from './sdk-model';

const INTRODUCTION = `# Operations

<!-- Written by "npm run docs". Do not edit. -->

What the embedded cloud reads of each call and of each template. Every other operation and every other parameter is
refused, with an error that names the service, the operation and the path of the parameter:

> The embedded kinesis does not support the parameter Tags of CreateStream; docs/operations.md of embedded-cloud lists
> what it supports.

A parameter with values after a colon is accepted with these values only; \`…\` is any name, as in a map. A parameter
without content counts as absent. Requests of Lambda, S3 and Scheduler may also have the parameters and headers of a
signature, of a checksum and of the SDK itself. Every other query parameter is refused, and every other header that begins
with \`x-amz-\`. A property of a resource that this page does not list is accepted, and listed when the cloud starts.

The texts inside parameters have languages of their own. What is not supported of them is refused by its name as well:
statements of Athena ([a list](athena-sql.md)), patterns and queries of CloudWatch Logs, and the expressions of
schedules, metrics and Glue partitions. Conditions and filters of
DynamoDB cannot have a list or a map as an operand; two attributes that are lists or maps never count as equal, and
\`contains\` finds texts, numbers and binary values only. The rest of its expressions is complete. A statement of an IAM policy whose
condition has an operator or a key that is not evaluated allows nothing, and such statements are listed when the cloud starts.
`;

/** The page that lists what services accept, from the services by the names of their folders. */
export const operationsPage = (services: ReadonlyMap<string, Service>): string => {
  const folders = [...services.keys()].sort();
  const sections = folders.map((folder) => [
    `## ${folder}\n`,
    ...operationsOf(folder, services.get(folder)?.inputs ?? new Map()),
    ...propertiesOf(services.get(folder)?.properties ?? new Map()),
  ]);
  return [INTRODUCTION, ...sections.flat()].join('\n');
};

const operationsOf = (folder: string, inputs: Inputs): readonly string[] => {
  const api = ANSWERED_APIS.find((name) => name === folder);
  if (!api) return ['It has no API; it runs what templates declare.\n'];
  const operations = sdkOperations(api);
  const rows = operations.flatMap(({ name, input }): (readonly string[])[] => {
    const accepted = inputs.get(name);
    if (!accepted) return [];
    return [[code(name), selectionText(accepted.reads), lackingIn(accepted.all, input).map(code).join(', ')]];
  });
  const refused = operations.filter(({ name }) => !inputs.has(name)).map(({ name }) => name);
  return [
    table(['operation', 'parameters that are read', 'parameters that are refused'], rows),
    ...withoutEffectOf('parameters', inputs),
    details(`${refused.length} of ${operations.length} operations are refused`, refused.join(', ')),
  ];
};

const propertiesOf = (properties: Inputs): readonly string[] => {
  if (properties.size === 0) return [];
  const rows = [...properties].map(([type, { reads }]) => [code(type), selectionText(reads)]);
  return [table(['resource type', 'properties that are read'], rows), ...withoutEffectOf('properties', properties)];
};

/** What is accepted and changes nothing: a row for each reason. */
const withoutEffectOf = (kind: string, inputs: Inputs): readonly string[] => {
  const byReason = new Map<string, Map<string, string[]>>();
  for (const [name, { withoutEffect }] of inputs) {
    for (const [reason, selection] of withoutEffect) {
      const byText = byReason.get(reason) ?? new Map<string, string[]>();
      const text = selectionText(selection);
      byReason.set(reason, byText.set(text, [...(byText.get(text) ?? []), code(name)]));
    }
  }
  if (byReason.size === 0) return [];
  const rows = [...byReason].map(([reason, byText]) => [
    [...byText].map(([text, names]) => `${text} of ${names.join(', ')}`).join('; '),
    reason,
  ]);
  return [table([`${kind} without effect`, 'why'], rows)];
};

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n') + '\n';

const details = (summary: string, text: string): string =>
  text === '' ? '' : `<details><summary>${summary}</summary>\n\n${text}\n\n</details>\n`;
