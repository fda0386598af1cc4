import { pages } from '#web/paths.ts'
import type { FormDraft } from './form-drafts.ts'

/** Addresses inside the phone app; each step of a walk has its own, so that the phone's back key works. */
export const fieldPages = {
  today: pages.field,
  find: `${pages.field}/find`,
  report: `${pages.field}/report`,
  me: `${pages.field}/me`,
  place: (id: string) => `${pages.field}/place/${id}`,
  inspect: (placeId: string) => `${pages.field}/place/${placeId}/inspect`,
  newPlace: (draftId: string) => `${pages.field}/new-place/${draftId}`,
  amend: (draftId: string) => `${pages.field}/amend/${draftId}`,
  form: ({ kind, id }: Pick<FormDraft, 'kind' | 'id'>) =>
    kind === 'place' ? fieldPages.newPlace(id) : fieldPages.amend(id),
  walk: (visitId: string) => `${pages.field}/walk/${visitId}`,
  rooms: (visitId: string) => `${pages.field}/walk/${visitId}/rooms`,
  item: (visitId: string, code: string) => `${pages.field}/walk/${visitId}/item/${encodeURIComponent(code)}`,
  sign: (visitId: string) => `${pages.field}/walk/${visitId}/sign`,
  sent: (jobId: string) => `${pages.field}/sent/${jobId}`,
  signAgain: (jobId: string) => `${pages.field}/sent/${jobId}/sign`,
  reinspect: (hazardId: string) => `${pages.field}/reinspect/${hazardId}`,
}
