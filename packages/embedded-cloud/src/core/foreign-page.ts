import type { HttpRequest } from './service';

/** Whether a web page of another origin sent the request: browsers add the page's origin to every request that may change something. */
export const isForeignPage = ({ headers }: Pick<HttpRequest, 'headers'>): boolean => {
  const { origin, host = '' } = headers;
  return origin !== undefined && origin !== `http://${host}`;
};
