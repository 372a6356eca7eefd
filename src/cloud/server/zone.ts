/**
 * What a request addresses, as far as web pages are concerned.
 * `own-origin`: a deployed API at a host of its own; its CORS decides, and its pages are kept apart by browsers.
 * `custom-domain`: likewise, at a name of the users' own, which is let in although strangers' names are not.
 * `shared`: a deployed API at our own host; its CORS decides, and its pages must be kept apart by us.
 * `preflight`: a page asks a resource that has CORS rules of its own whether it may ask; no more than that is answered.
 * `shared` is also what these rules let a page ask for.
 * `admin`: the admin API. `closed`: everything else.
 */
export type Zone = 'own-origin' | 'custom-domain' | 'shared' | 'preflight' | 'admin' | 'closed';
