import { useId } from 'react'
import { usePublicText } from './text.ts'

/** As the command's schema asks (`Reason` in domain/shapes.ts). */
export const reasonLength = { least: 2, most: 500 }

export type ReasonFieldProps = {
  label: string
  hint: string
  value: string
  change: (value: string) => void
  /** Shown under the field, once it was looked at. */
  problem?: string | null
}

/** A few sentences, counted. Long enough texts are never cut while they are typed with an input method. */
export function ReasonField({ label, hint, value, change, problem = null }: ReasonFieldProps) {
  const t = usePublicText()
  const field = useId()
  return (
    <div className="public-field">
      <label htmlFor={field}>{label}</label>
      <p id={`${field}-hint`} className="public-hint">
        {hint}
      </p>
      <textarea
        id={field}
        rows={5}
        value={value}
        maxLength={reasonLength.most}
        onChange={(event) => change(event.target.value)}
        aria-invalid={problem !== null}
        aria-describedby={`${field}-hint ${field}-problem`}
      />
      <p className="public-count">{t('count', { n: value.length, most: reasonLength.most })}</p>
      <p id={`${field}-problem`} className="public-problem" role="alert">
        {problem}
      </p>
    </div>
  )
}
