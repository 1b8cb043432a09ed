import type { HttpRequest } from './service';

/** Whether a web page of another origin sends this: a browser names the page's origin with whatever may change something. */
export const isForeignPage = ({ headers }: Pick<HttpRequest, 'headers'>): boolean => {
  const { origin, host = '' } = headers;
  return origin !== undefined && origin !== `http://${host}`;
};
