import { instant } from '#domain/calendar.ts'
import type { CommandType } from '#domain/commands.ts'
import { newId, serverNow } from '#web/api.ts'
import type { FormDraft } from './form-drafts.ts'
import type { NewJob } from './jobs.ts'
import { handIn } from './outbox.ts'
import { amendmentOf, registrationOf } from './place-commands.ts'
import type { Worker } from './session.tsx'

/** Hands a filled-in form to the outbox; it is a draft no more. */
export function handInForm(worker: Worker, draft: FormDraft): Promise<void> {
  return handIn(formJob(worker, draft), draft.id)
}

function formJob({ account, post }: Worker, draft: FormDraft): NewJob {
  const now = instant(serverNow())
  const command: { type: CommandType; subject: string; data: Record<string, unknown> } =
    draft.kind === 'place'
      ? { type: 'place.register', subject: draft.id, data: registrationOf(draft) }
      : { type: 'place.amend', subject: draft.place.id, data: amendmentOf(draft) }
  return {
    id: draft.id,
    kind: draft.kind,
    accountId: account.id,
    postId: post.id,
    title: draft.name.trim(),
    createdAt: now,
    stages: [{ commands: [{ ...command, id: newId(), at: now }], needed: true }],
    files: [],
    findings: {},
    draft,
  }
}
