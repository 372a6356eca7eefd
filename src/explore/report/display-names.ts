/**
 * Short names for calls: `ddb.PutItem(Orders)#1` where no other call of the fault-free run is called so, else with who
 * calls in front. Calls that only faulty runs make keep their whole path, which begins with the client's try.
 */
export function displayNames(points: readonly string[]): (point: string) => string {
  const known = new Set(points);
  const counts = new Map<string, number>();
  for (const point of points) counts.set(lastOf(point), (counts.get(lastOf(point)) ?? 0) + 1);
  return (point) => {
    const parts = point.split(' > ');
    if (!known.has(point)) return parts.join(' › ');
    if (counts.get(lastOf(point)) === 1) return lastOf(point);
    return parts.filter((part, index) => index > 0 || part !== 'try1').join(' › ');
  };
}

const lastOf = (point: string): string => point.split(' > ').at(-1) ?? point;
