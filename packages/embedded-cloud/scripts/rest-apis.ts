import { membersOf, requiredIn, type SdkOperation } from './sdk-model';

/** The services whose requests name an operation by their method and path, and keep members in parameters and headers. */
export const REST_SERVICES = ['lambda', 's3', 'scheduler'] as const;

/** The text of rest-api.json, which core/rest-api.ts reads: a line for each operation. */
export const restApiText = (operations: readonly SdkOperation[]): string =>
  `{\n${operations.map((operation) => `  ${JSON.stringify(operation.name)}: ${JSON.stringify(toRest(operation))}`).join(',\n')}\n}\n`;

interface Names {
  [name: string]: string;
}

const toRest = ({ input, http = ['', ''] }: SdkOperation) => {
  const [query, headers]: [Names, Names] = [{}, {}];
  const [needsQuery, needsHeaders]: [string[], string[]] = [[], []];
  const required = requiredIn(input);
  for (const [member, schema] of membersOf(input)) {
    const { httpQuery, httpHeader, httpPrefixHeaders } = schema.getMergedTraits();
    if (httpQuery !== undefined) {
      query[httpQuery] = member;
      if (required.has(member)) needsQuery.push(httpQuery);
    }
    if (httpHeader !== undefined) {
      headers[httpHeader.toLowerCase()] = member;
      if (required.has(member)) needsHeaders.push(httpHeader.toLowerCase());
    }
    if (httpPrefixHeaders !== undefined) headers[httpPrefixHeaders.toLowerCase()] = member;
  }
  return {
    route: `${http[0]} ${toUri(http[1], input)}`,
    ...(needsQuery.length > 0 && { needsQuery }),
    ...(needsHeaders.length > 0 && { needsHeaders }),
    ...(Object.keys(query).length > 0 && { query }),
    ...(Object.keys(headers).length > 0 && { headers }),
  };
};

/** In the SDK's model of S3, the bucket is part of the host, and a parameter repeats the name of the operation. */
const toUri = (uri: string, input: SdkOperation['input']): string => {
  const [path = '', query = ''] = uri.split('?');
  const selecting = query.split('&').filter((part) => part !== '' && !part.startsWith('x-id='));
  const addressesBucket = membersOf(input).some(
    ([name, schema]) => name === 'Bucket' && schema.getMergedTraits().httpLabel,
  );
  const bucket = addressesBucket && !path.includes('{Bucket}') ? '/{Bucket}' : '';
  return `${bucket}${path}${selecting.length === 0 ? '' : `?${selecting.join('&')}`}`;
};
