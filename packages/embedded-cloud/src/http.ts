export { isForeignPage } from './core/foreign-page';
export type { HttpRequest, HttpResponse, Site } from './core/service';
