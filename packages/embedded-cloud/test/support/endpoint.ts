export { Endpoint, provision } from '../../src/testing/endpoint';
