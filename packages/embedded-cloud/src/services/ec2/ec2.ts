import { randomUUID } from 'node:crypto';
import { element, textElement } from '../../core/query-protocol';
import { type HttpRequest, type HttpResponse, type Service, ServiceError, type Surroundings } from '../../core/service';
import { ec2Permissions } from './permissions';

/** The zones of us-east-1 that AWS offers to new accounts, by the last part of their ids; names follow in order. */
const ZONES = ['az1', 'az2', 'az4', 'az5', 'az6'];

const NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';

/** EC2 with DescribeAvailabilityZones only. Its XML differs from the query protocol of other services. */
export class Ec2 implements Service {
  readonly name = 'ec2';
  readonly throttlingCode = 'RequestLimitExceeded';
  readonly provisions = {};
  readonly permissions = ec2Permissions;
  readonly denial = { code: 'UnauthorizedOperation', status: 403 };

  constructor(private readonly surroundings: Surroundings) {}

  readonly handle = ({ body }: HttpRequest): Promise<HttpResponse> => {
    const action = new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
    if (action !== 'DescribeAvailabilityZones') {
      throw new ServiceError('InvalidAction', `The embedded EC2 does not support "${action}".`);
    }
    const content = element('availabilityZoneInfo', ...ZONES.map((id, index) => this.zone(id, index)));
    return Promise.resolve(xml(200, 'DescribeAvailabilityZonesResponse', content));
  };

  readonly errorResponse = ({ code, message, status }: ServiceError): HttpResponse => {
    const error = element('Error', textElement('Code', code), textElement('Message', message));
    return xml(status, 'Response', element('Errors', error));
  };

  private zone(id: string, index: number): string {
    const { region } = this.surroundings;
    return element(
      'item',
      textElement('zoneName', `${region}${'abcdef'.charAt(index)}`),
      textElement('zoneState', 'available'),
      textElement('regionName', region),
      textElement('zoneId', `${prefixOf(region)}-${id}`),
      textElement('zoneType', 'availability-zone'),
    );
  }
}

/** The prefix of a region's zone ids: us-east-1 → use1. */
const prefixOf = (region: string): string => {
  const [area = '', direction = '', number = ''] = region.split('-');
  return `${area}${direction.charAt(0)}${number}`;
};

const xml = (status: number, root: string, content: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<${root} xmlns="${NAMESPACE}">${content}${textElement('requestId', randomUUID())}</${root}>`,
});
