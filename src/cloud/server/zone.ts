/**
 * What a request addresses, as far as web pages are concerned.
 * `own-origin`: a deployed API at a host of its own; its CORS decides, and its pages are kept apart by browsers.
 * `shared`: a deployed API at our own host; its CORS decides, and its pages must be kept apart by us.
 * `admin`: the admin API. `closed`: everything else.
 */
export type Zone = 'own-origin' | 'shared' | 'admin' | 'closed';
