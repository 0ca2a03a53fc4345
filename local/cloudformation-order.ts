/**
 * Acts on every item once everything before it is done, independent items side by side.
 * An item is left out if something before it failed or was left out.
 * @param before keys of what comes first; keys that are no item do not count. There must be no circle.
 * @param act resolves to whether it succeeded.
 */
export async function inOrder<Item>(
  items: ReadonlyMap<string, Item>,
  before: (item: Item) => readonly string[],
  act: (item: Item) => Promise<boolean>,
): Promise<void> {
  const runs = new Map<string, Promise<boolean>>();
  const run = (key: string, item: Item): Promise<boolean> => {
    const running = runs.get(key) ?? runAfter(item);
    runs.set(key, running);
    return running;
  };
  const runAfter = async (item: Item): Promise<boolean> => {
    const first = before(item).flatMap((key) => {
      const other = items.get(key);
      return other === undefined ? [] : [run(key, other)];
    });
    return (await Promise.all(first)).every(Boolean) && act(item);
  };
  await Promise.all([...items].map(([key, item]) => run(key, item)));
}

/** A circle among the items, as the keys on it; undefined if there is none. */
export function circle(dependencies: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const visit = (key: string, trail: readonly string[]): readonly string[] | undefined => {
    const start = trail.indexOf(key);
    if (start >= 0) return trail.slice(start);
    if (done.has(key)) return undefined;
    for (const next of dependencies.get(key) ?? []) {
      const found = visit(next, [...trail, key]);
      if (found !== undefined) return found;
    }
    done.add(key);
    return undefined;
  };
  for (const key of dependencies.keys()) {
    const found = visit(key, []);
    if (found !== undefined) return found;
  }
  return undefined;
}
