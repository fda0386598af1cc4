import { type RefObject, useEffect, useRef, useState } from 'react'
import { isFinal } from '#domain/hazards.ts'
import { ApiProblem } from '#web/api.ts'
import { CodeStep } from './code-step.tsx'
import { DoneStep } from './done-step.tsx'
import { Ended } from './ended.tsx'
import { ExtendStep } from './extend-step.tsx'
import { Frame } from './frame.tsx'
import type { PublicNotice } from './notice.ts'
import { NoticePage } from './notice-page.tsx'
import { ObjectStep } from './object-step.tsx'
import { PageEnd, Warnings } from './page-end.tsx'
import { useProofs } from './proofs.ts'
import { type Send, useSend } from './send.ts'
import { isPossible, useStep, type Verb, verbOf } from './step.ts'
import { SubmitStep } from './submit-step.tsx'
import { usePublicText } from './text.ts'

export type PartyProps = { token: string; notice: PublicNotice; stale: boolean; refresh: () => Promise<void> }

/** One visit of the owner: which step is open, the code once given, and what was entered so far. */
export function Party({ token, notice, stale, refresh }: PartyProps) {
  const t = usePublicText()
  const [step, open] = useStep()
  const [code, setCode] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<ApiProblem | null>(null)
  const [done, setDone] = useState<Verb | null>(null)
  const currentCode = useRef<string | null>(null)
  const sendCommand = useSend(token, notice.hazardId)

  const keepCode = (next: string | null, why: ApiProblem | null) => {
    currentCode.current = next
    setCode(next)
    setRefusal(why)
  }
  /** A code that is refused is asked for again; what was entered waits behind that step. */
  const noticeCode = (error: unknown) => {
    if (error instanceof ApiProblem && (error.code === 'link.code_wrong' || error.code === 'link.locked')) {
      keepCode(null, error)
    }
  }
  const proofs = useProofs(token, notice.hazardId, currentCode, noticeCode)
  const send: Send = (type, data) =>
    sendCommand(currentCode.current ?? '', type, data).catch((error: unknown) => {
      noticeCode(error)
      throw error
    })
  const finish = async (verb: Verb) => {
    setDone(verb)
    open('done')
    await refresh()
  }

  const asked = verbOf(step)
  const verb = asked !== null && isPossible(notice, asked) ? asked : null
  const shown = step === 'done' && done !== null ? 'done' : verb === null ? 'notice' : code === null ? 'code' : verb
  const top = useFocusOnChange(shown)
  const back = () => open('notice')
  const form = { notice, send, back, finish }

  return (
    <Frame
      title={t(`title.${notice.template}`)}
      demo={notice.demo}
      foot={<PageEnd notice={notice} printable={shown === 'notice'} />}
    >
      <Warnings stale={stale} notice={notice} />
      <div ref={top} className={shown === 'notice' ? 'public-sheet' : 'public-step'}>
        {shown === 'notice' && isFinal(notice.status) && <Ended token={token} notice={notice} />}
        {shown === 'notice' && !isFinal(notice.status) && <NoticePage token={token} notice={notice} open={open} />}
        {shown === 'done' && done !== null && <DoneStep verb={done} back={back} />}
        {shown === 'code' && verb !== null && (
          <CodeStep
            token={token}
            verb={verb}
            refusal={refusal}
            back={back}
            known={(right) => {
              keepCode(right, null)
              proofs.retryAll()
            }}
          />
        )}
        {shown === 'submit' && <SubmitStep {...form} proofs={proofs} />}
        {shown === 'extend' && <ExtendStep {...form} />}
        {shown === 'object' && <ObjectStep {...form} />}
      </div>
    </Frame>
  )
}

/** Puts the reader at the head of what has just opened; not at the first sight of the page. */
function useFocusOnChange(shown: string): RefObject<HTMLDivElement | null> {
  const top = useRef<HTMLDivElement>(null)
  const before = useRef(shown)
  useEffect(() => {
    if (before.current === shown) return
    before.current = shown
    window.scrollTo(0, 0)
    top.current?.querySelector<HTMLElement>('h1')?.focus()
  }, [shown])
  return top
}
