import { Navigate, useNavigate, useParams } from 'react-router'
import { instant } from '#domain/calendar.ts'
import { newId, serverNow } from '#web/api.ts'
import { type Draft, findingsOf, openItems } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { letGo } from './in-hand.ts'
import type { NewJob } from './jobs.ts'
import { LoadingPage } from './loading-page.tsx'
import { handIn } from './outbox.ts'
import { sendAll } from './outbox-send.ts'
import { useWorker, type Worker } from './session.tsx'
import { SignForm } from './sign-form.tsx'
import { useFieldText } from './text.ts'
import { useDraft } from './use-draft.ts'
import { type Answered, filesOf, stagesOfVisit } from './visit-commands.ts'
import { textOf } from './visit-text.ts'

/** The end of a walk: the party reads, and signs or refuses. With that the whole visit goes into the outbox. */
export function SignPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const worker = useWorker()
  const navigate = useNavigate()
  const hand = useDraft(id)
  if (hand === undefined) return <LoadingPage title={t('sign.title')} />
  if (hand === null || openItems(hand.draft).length > 0) return <Navigate to={fieldPages.walk(id)} replace />
  const { draft } = hand
  const answered = async (answer: Answered) => {
    await handIn(visitJob(draft, answer, worker), draft.id)
    navigate(fieldPages.sent(draft.id), { replace: true })
    letGo(draft.id)
    void sendAll()
  }
  return (
    <Frame title={t('sign.title')} back={fieldPages.walk(id)}>
      <SignForm
        text={textOf(draft)}
        nothingFound={findingsOf(draft).length === 0}
        refusal={draft.refusal}
        setRefusal={hand.setRefusal}
        answered={answered}
      />
    </Frame>
  )
}

function visitJob(draft: Draft, answer: Answered, worker: Worker): NewJob {
  const now = instant(serverNow())
  const post = worker.posts.find((one) => one.id === draft.postId) ?? worker.post
  return {
    id: draft.id,
    kind: 'visit',
    accountId: draft.accountId,
    postId: draft.postId,
    title: draft.place.name,
    createdAt: now,
    stages: stagesOfVisit(draft, answer, { role: post.role, now, newId }),
    files: filesOf(draft, answer),
    findings: Object.fromEntries(findingsOf(draft).map(({ item, hazardId }) => [hazardId, item.text])),
    draft,
  }
}
