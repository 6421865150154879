/** Sorts by the names that identify an item, by code units, so that every machine agrees. */
export function sortBy<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[] {
  const named = items.map((item) => ({ item, name: nameOf(item) }));
  return named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map(({ item }) => item);
}
