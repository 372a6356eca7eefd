/** A value of JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** An object of JSON. */
export type JsonRecord = { readonly [name: string]: Json };
