import { useRef, useState } from 'react'
import type { Refusal } from './drafts.ts'
import { sha256 } from './photo.ts'
import { findPosition } from './position.ts'
import { RefuseForm } from './refuse-form.tsx'
import { SignatureCanvas, type SignatureHandle } from './signature-canvas.tsx'
import { type FieldWord, useFieldText } from './text.ts'
import type { Answered } from './visit-commands.ts'

type Props = {
  /** Exactly what is signed, line by line. */
  text: string
  /** Nothing was found: a signature is welcome, but not owed. */
  nothingFound: boolean
  refusal: Refusal
  setRefusal: (how: (was: Refusal) => Refusal) => void
  answered: (answer: Answered) => Promise<void>
}

/** The text above, the sheet for the finger below; beside each other when the phone lies. */
export function SignForm({ text, nothingFound, refusal, setRefusal, answered }: Props) {
  const t = useFieldText()
  const pad = useRef<SignatureHandle>(null)
  const [blank, setBlank] = useState(true)
  const [refusing, setRefusing] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)

  const hand = async (make: () => Promise<Answered>) => {
    setBusy(true)
    setFailed(false)
    try {
      await answered(await make())
    } catch {
      setFailed(true)
    }
    setBusy(false)
  }
  const sign = async (): Promise<Answered> => {
    if (blank) return { kind: 'nothingFound' }
    const drawn = pad.current
    const strokes = drawn?.strokes() ?? []
    const image = drawn?.image() ?? ''
    return { kind: 'signed', textHash: await sha256(text), image, strokes, position: await findPosition() }
  }
  const refuse = async (): Promise<Answered> => ({
    kind: 'refused',
    textHash: await sha256(text),
    reason: refusal.reason.trim(),
    witnesses: refusal.witnesses.map((name) => name.trim()).filter((name) => name.length > 1),
    video: refusal.video[0]?.hash ?? null,
  })

  return (
    <div className="sign">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard too. */}
      <section className="sign-text" lang="zh-CN" aria-label={t('sign.text')} tabIndex={0}>
        {text}
      </section>
      <section className="sign-hand">
        {failed && (
          <p className="say say-bad" role="alert">
            {t('sign.notKept')}
          </p>
        )}
        {refusing ? (
          <RefuseForm
            refusal={refusal}
            change={setRefusal}
            busy={busy}
            back={() => setRefusing(false)}
            go={() => void hand(refuse)}
          />
        ) : (
          <>
            <div className="sheet-tools">
              <span className="quiet">{t('sign.here')}</span>
              <button type="button" onClick={() => pad.current?.undo()}>
                {t('sign.undo')}
              </button>
              <button type="button" onClick={() => pad.current?.clear()}>
                {t('sign.clear')}
              </button>
            </div>
            <div className="sheet-frame">
              <SignatureCanvas hold={pad} label={t('sign.sheet')} drawn={setBlank} />
            </div>
            <div className="two">
              {!nothingFound && (
                <button type="button" className="plain refuse-go" onClick={() => setRefusing(true)}>
                  {t('sign.refuse')}
                </button>
              )}
              <button
                type="button"
                className="go"
                disabled={busy || (blank && !nothingFound)}
                onClick={() => void hand(sign)}
              >
                {t(nextWord(busy, blank, nothingFound))}
              </button>
            </div>
          </>
        )}
      </section>
    </div>
  )
}

function nextWord(busy: boolean, blank: boolean, nothingFound: boolean): FieldWord {
  if (busy) return 'sign.keeping'
  if (!blank) return 'sign.go'
  return nothingFound ? 'sign.nothing' : 'sign.first'
}
