/**
 * Short names for calls: `ddb.PutItem(Orders)#1` where no other call of the fault-free run is called so, else with the
 * function in front; what belongs to a later try keeps it in its name.
 */
export function displayNames(points: readonly string[]): (point: string) => string {
  const counts = new Map<string, number>();
  for (const point of points) counts.set(lastOf(point), (counts.get(lastOf(point)) ?? 0) + 1);
  return (point) => {
    const parts = point.split(' > ');
    const own = lastOf(point);
    const rest = parts.slice(0, -1);
    if (!/^(?:[A-Z]\.)?(?:step1\.)?try1$/.test(rest[0] ?? 'try1')) return parts.join(' › ');
    const isAlone = (counts.get(own) ?? 0) <= 1 && points.includes(point);
    const [first, ...frames] = rest;
    const prefix = first !== undefined && first !== 'try1' ? [first] : [];
    return isAlone ? own : [...prefix, ...frames, own].join(' › ');
  };
}

const lastOf = (point: string): string => point.split(' > ').at(-1) ?? point;
