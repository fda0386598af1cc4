import { useCallback, useSyncExternalStore } from 'react'

export type Language = 'zh' | 'en'
export type Values = Record<string, string | number>

const storageKey = 'bihuan.language'
const listeners = new Set<() => void>()
let current: Language = stored()
apply()

function stored(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh'
  }
}

function apply(): void {
  if (typeof document !== 'undefined') document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en'
}

export function language(): Language {
  return current
}

/** Remembered on this device; every text on screen follows at once. */
export function setLanguage(next: Language): void {
  current = next
  try {
    localStorage.setItem(storageKey, next)
  } catch {
    // Storage is forbidden here: the choice lasts until the page is closed.
  }
  apply()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, language, language)
}

export type Text<K extends string> = (key: K, values?: Values) => string

/** The texts of one area: `const t = useText(deskZh, deskEn)`, then `t('greeting', { name })` for "你好,{name}". */
export function useText<K extends string>(zh: Record<K, string>, en: Record<K, string>): Text<K> {
  const lang = useLanguage()
  return useCallback((key: K, values?: Values) => fill((lang === 'zh' ? zh : en)[key], values), [lang, zh, en])
}

/** A name without a value stays as it is, so that a slip is seen rather than hidden. */
export function fill(template: string, values: Values = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
