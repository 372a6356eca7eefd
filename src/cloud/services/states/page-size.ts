/** How many items a page has: the default where nothing or 0 is asked for. */
export const pageSize = (maxResults: number | undefined): number => maxResults || 100;
