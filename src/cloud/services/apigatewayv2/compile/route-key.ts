/** `GET /orders/{id}` → `GET`; the default route, which has no method, names itself. */
export const methodOf = (routeKey: string): string => routeKey.split(' ', 1)[0] ?? '';

/** `GET /orders/{id}` → `/orders/{id}`, braces and all; the default route names itself. */
export const pathOf = (routeKey: string): string => routeKey.split(' ')[1] ?? routeKey;
