import { embeddedPlace, placeSettings } from '../src';

describe('placeSettings', () => {
  it('points clients at an embedded cloud, with credentials that it accepts', () => {
    expect(placeSettings(embeddedPlace('http://127.0.0.1:4566'))).toMatchObject({
      endpoint: 'http://127.0.0.1:4566',
      region: 'us-east-1',
      credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    });
  });

  it('leaves endpoint, region and credentials of AWS to the environment', () => {
    const settings = placeSettings({ stage: 'prod' });
    for (const name of ['endpoint', 'region', 'credentials']) expect(settings).not.toHaveProperty(name);
  });

  it('uses the region of a place on AWS', () => {
    expect(placeSettings({ stage: 'prod', region: 'eu-west-1' })).toMatchObject({ region: 'eu-west-1' });
  });
});
