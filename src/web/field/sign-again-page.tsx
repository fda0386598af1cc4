import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, useNavigate, useParams } from 'react-router'
import { instant } from '#domain/calendar.ts'
import { get, newId, serverNow } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { type Draft, emptyRefusal } from './drafts.ts'
import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { askedAgain, type Job, type Stage } from './jobs.ts'
import { jobs, saveJob } from './outbox.ts'
import { sendAll } from './outbox-send.ts'
import type { VisitDetail } from './shapes.ts'
import { SignForm } from './sign-form.tsx'
import { Failed, Loading } from './states.tsx'
import { useFieldText } from './text.ts'
import { type Answered, acknowledgement } from './visit-commands.ts'
import { useWatched } from './watched.ts'

/** The server's text differs from the one that was signed: its own is shown, and signed once more. */
export function SignAgainPage() {
  const { id = '' } = useParams()
  const t = useFieldText()
  const navigate = useNavigate()
  const job = (useWatched(jobs) ?? []).find((one) => one.id === id)
  const [refusal, setRefusal] = useState(emptyRefusal)
  const visit = useQuery({
    queryKey: ['visits', id, 'text'],
    queryFn: () => get<VisitDetail>(api.visit(id)),
    staleTime: 0,
  })
  if (job?.draft?.kind !== 'walk') return <Navigate to={fieldPages.me} replace />
  const { draft } = job
  const answered = async (answer: Answered) => {
    await saveJob(askedAgain(withAnswer(job, draft, answer)))
    navigate(fieldPages.sent(id), { replace: true })
    void sendAll()
  }
  return (
    <Frame title={t('sign.again')} back={fieldPages.sent(id)}>
      {visit.data === undefined ? (
        visit.error === null ? (
          <Loading />
        ) : (
          <Failed error={visit.error} again={() => void visit.refetch()} />
        )
      ) : (
        <SignForm
          text={visit.data.text}
          nothingFound={false}
          refusal={refusal}
          setRefusal={setRefusal}
          answered={answered}
        />
      )}
    </Frame>
  )
}

/** The same job with another answer of the party in the place of the refused one. */
function withAnswer(job: Job, draft: Draft, answer: Answered): Job {
  const at = instant(serverNow())
  const fresh = acknowledgement(draft, answer, (type, subject, data) => ({
    id: newId(),
    type,
    subject,
    at,
    data,
  }))
  const isAnswer = (stage: Stage) => stage.commands.some((one) => /\.(sign|refuse)$/.test(one.type))
  const stages = job.stages.map((stage) => (isAnswer(stage) ? { ...stage, commands: fresh } : stage))
  const video = answer.kind === 'refused' && answer.video !== null ? [answer.video] : []
  return { ...job, stages, files: [...new Set([...job.files, ...video])] }
}
