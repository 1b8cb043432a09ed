import type { Access } from '../../core/iam';
import type { HttpRequest, Surroundings } from '../../core/service';

/** What calls of Lambda need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambdaPermissions =
  ({ region, accountId }: Surroundings) =>
  ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): readonly Access[] => {
    if (path.startsWith('/2016-08-19/account-settings'))
      return [{ action: 'lambda:GetAccountSettings', resource: '*' }];
    const [, collection = '', encodedId = ''] = /^\/2015-03-31\/([\w-]+)\/?([^/]*)/.exec(path) ?? [];
    const id = decodeURIComponent(encodedId);
    const arn = `arn:aws:lambda:${region}:${accountId}`;
    if (collection === 'event-source-mappings') {
      if (id === '') return [{ action: 'lambda:ListEventSourceMappings', resource: '*' }];
      return [{ action: 'lambda:GetEventSourceMapping', resource: `${arn}:event-source-mapping:${id}` }];
    }
    if (id === '') return [{ action: 'lambda:ListFunctions', resource: '*' }];
    const resource = id.startsWith('arn:') ? id : `${arn}:function:${id}`;
    return [{ action: method === 'POST' ? 'lambda:InvokeFunction' : 'lambda:GetFunction', resource }];
  };
