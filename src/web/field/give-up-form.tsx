import { useState } from 'react'
import { useNavigate } from 'react-router'
import { letGo } from './in-hand.ts'
import { keepAll } from './keep.ts'
import { useFieldText } from './text.ts'

/** Throws a form away, on a second tap only. */
export function GiveUpForm({ id, back }: { id: string; back: string }) {
  const t = useFieldText()
  const navigate = useNavigate()
  const [sure, setSure] = useState(false)
  const giveUp = async () => {
    letGo(id)
    await keepAll([{ store: 'drafts', key: id }])
    navigate(back, { replace: true })
  }
  return (
    <p className="apart">
      <button
        type="button"
        className={sure ? 'plain wide danger' : 'plain wide'}
        onClick={() => (sure ? void giveUp() : setSure(true))}
      >
        {t(sure ? 'form.giveUpSure' : 'form.giveUp')}
      </button>
    </p>
  )
}
