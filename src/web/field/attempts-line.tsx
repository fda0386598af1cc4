import { writtenTime } from '#web/ui/time.tsx'
import { lastFailure } from './attempts.ts'
import type { Job } from './jobs.ts'
import { useFieldText } from './text.ts'
import { useTroubleSentence } from './trouble.ts'

/** How often it was tried, what came of it last, and when it goes out again. */
export function Attempts({ job }: { job: Job }) {
  const t = useFieldText()
  const sentence = useTroubleSentence()
  const last = lastFailure(job.log)
  if (job.attempts === 0) return null
  if (last === null) return <p className="small quiet">{t('job.attempts', { n: job.attempts })}</p>
  const said =
    last.code === 'network.unreachable' ? t('job.noSignal') : sentence({ ...last, facts: {}, requestId: null })
  const facts = { n: job.attempts, at: writtenTime(last.at).slice(-5), said, s: last.nextInSeconds }
  return <p className="small quiet">{t('job.lastAttempt', facts)}</p>
}
