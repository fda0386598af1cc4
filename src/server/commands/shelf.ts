import type { Shelf, Work } from './work.ts'

export function shelf<S>(work: Work, noun: string): Shelf<S> {
  const known = work.shelves.get(noun) as Shelf<S> | undefined
  if (known !== undefined) return known
  const made: Shelf<S> = {
    current: new Map(),
    loaded: new Set(),
    changed: new Set(),
    extra: new Map(),
    undo: work.undo,
  }
  work.shelves.set(noun, made as Shelf<unknown>)
  return made
}

export function putLoaded<S extends { id: string }>(on: Shelf<S>, subjects: readonly S[]): void {
  for (const subject of subjects) {
    if (on.changed.has(subject.id)) continue
    on.current.set(subject.id, subject)
    on.loaded.add(subject.id)
  }
}

export function change<S extends { id: string }>(on: Shelf<S>, subject: S): void {
  const { id } = subject
  const before = on.current.get(id)
  const wasChanged = on.changed.has(id)
  on.undo.push(() => {
    if (before === undefined) on.current.delete(id)
    else on.current.set(id, before)
    if (!wasChanged) on.changed.delete(id)
  })
  on.current.set(id, subject)
  on.changed.add(id)
}

/** Keeps something beside the subjects until the batch is saved. */
export function keep<S>(on: Shelf<S>, key: string, value: unknown): void {
  const before = on.extra.get(key)
  on.undo.push(() => (before === undefined ? on.extra.delete(key) : on.extra.set(key, before)))
  on.extra.set(key, value)
}

/** Rows to insert and rows to update; a new subject that changed twice is still one insert. */
export function toSave<S>(on: Shelf<S>): { inserts: S[]; updates: S[] } {
  const inserts: S[] = []
  const updates: S[] = []
  for (const id of on.changed) {
    const subject = on.current.get(id) as S
    if (on.loaded.has(id)) updates.push(subject)
    else inserts.push(subject)
  }
  return { inserts, updates }
}
