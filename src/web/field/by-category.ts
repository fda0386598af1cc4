import type { CheckItem } from '#domain/standards.ts'

/** In the order of the sheet, which is the order of a walk through the building. */
export function byCategory(items: readonly CheckItem[]): [category: string, items: CheckItem[]][] {
  const groups = new Map<string, CheckItem[]>()
  for (const item of items) groups.set(item.category, [...(groups.get(item.category) ?? []), item])
  return [...groups]
}
