/** The only place that writes addresses: `pages` a person can open, `api` what the pages ask. */

export type Filters = Record<string, string | number | boolean | null | undefined>

export const pages = {
  login: '/login',
  hazards: (filters: Filters = {}) => withQuery('/hazards', filters),
  hazard: (id: string) => `/hazards/${id}`,
  places: (filters: Filters = {}) => withQuery('/places', filters),
  place: (id: string) => `/places/${id}`,
  visit: (id: string) => `/visits/${id}`,
  units: (id?: string) => withQuery('/units', { unit: id }),
  notices: (filters: Filters = {}) => withQuery('/notices', filters),
  reports: (area?: string) => withQuery('/reports', { area }),
  phases: (id?: string) => withQuery('/phases', { phase: id }),
  accounts: '/accounts',
  templates: '/templates',
  field: '/field',
  publicLink: (token: string) => `/o/${token}`,
  /** What stands behind the # never reaches a server. */
  verify: (compact?: string) => (compact === undefined ? '/verify' : `/verify#${compact}`),
}

export const api = {
  health: '/health',
  session: '/api/session',
  sessions: '/api/sessions',
  sessionPost: '/api/session/post',
  password: '/api/session/password',
  sync: '/api/sync',
  hazards: (filters: Filters = {}) => withQuery('/api/hazards', filters),
  hazardsCsv: (filters: Filters = {}) => withQuery('/api/hazards.csv', filters),
  hazard: (id: string) => `/api/hazards/${id}`,
  places: (filters: Filters = {}) => withQuery('/api/places', filters),
  place: (id: string) => `/api/places/${id}`,
  placeContact: (id: string) => `/api/places/${id}/contact`,
  placeSheet: (id: string, act: string) => withQuery(`/api/places/${id}/sheet`, { act }),
  today: '/api/today',
  pack: (held: { since?: number; key?: string } = {}) => withQuery('/api/pack', held),
  visit: (id: string) => `/api/visits/${id}`,
  visitPapers: (id: string) => `/api/visits/${id}/papers`,
  paper: (id: string, form: string, format: 'pdf' | 'docx', reason = '') =>
    withQuery(`/api/visits/${id}/papers/${form}.${format}`, { reason }),
  templates: '/api/papers/templates',
  template: (form: string, version: number) => `/api/papers/templates/${form}/${version}.docx`,
  templatePreview: (form: string, version: number) => `/api/papers/templates/${form}/${version}/preview.docx`,
  templateUpload: (form: string) => `/api/papers/templates/${form}`,
  signature: (id: string) => `/api/visits/${id}/signature`,
  colleagues: '/api/colleagues',
  units: (parent?: string) => withQuery('/api/units', { parent }),
  unit: (id: string) => `/api/units/${id}`,
  unitEnd: (id: string) => `/api/units/${id}/end`,
  upload: (kind: string) => withQuery('/api/files', { kind }),
  uploads: '/api/uploads',
  held: '/api/files/held',
  file: (hash: string) => `/api/files/${hash}`,
  live: '/api/live',
  report: (area: string) => `/api/reports/${area}`,
  notices: (filters: Filters = {}) => withQuery('/api/notices', filters),
  phases: '/api/phases',
  phase: (id: string) => `/api/phases/${id}`,
  accounts: (filters: Filters = {}) => withQuery('/api/accounts', filters),
  accountPosts: (id: string) => `/api/accounts/${id}/posts`,
  accountPassword: (id: string) => `/api/accounts/${id}/password`,
  accountDisabled: (id: string) => `/api/accounts/${id}/disabled`,
  post: (id: string) => `/api/posts/${id}`,
  publicLink: (token: string) => `/api/public/${token}`,
  publicSync: (token: string) => `/api/public/${token}/sync`,
  publicUpload: (token: string, kind: string) => withQuery(`/api/public/${token}/files`, { kind }),
  receipt: (eventId: string, details = false) => withQuery(`/api/receipts/${eventId}`, { details }),
  publicReceipt: (token: string, eventId: string) => `/api/public/${token}/receipts/${eventId}`,
  publicFile: (token: string, hash: string) => `/api/public/${token}/files/${hash}`,
}

/** Leaves out what is empty, so that one state has one address. */
export function withQuery(path: string, filters: Filters): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(filters)) {
    if (value !== null && value !== undefined && value !== '' && value !== false) query.set(name, String(value))
  }
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
