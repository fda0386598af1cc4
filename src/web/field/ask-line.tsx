import { useId } from 'react'

type Props = {
  label: string
  value: string
  most: number
  change: (value: string) => void
  hint?: string
  /** Said beside the field, as soon as it is known to be wrong. */
  fault?: string | null
  keys?: 'text' | 'tel'
  lines?: number
}

/** One question of a form, with what is wrong about its answer beside it. */
export function AskLine({ label, value, most, change, hint, fault = null, keys = 'text', lines = 1 }: Props) {
  const id = useId()
  const field = {
    id,
    value,
    maxLength: most,
    placeholder: hint,
    'aria-invalid': fault !== null,
    'aria-describedby': fault === null ? undefined : `${id}-fault`,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
  }
  return (
    <div className="ask">
      <label htmlFor={id}>{label}</label>
      {lines > 1 ? <textarea rows={lines} {...field} /> : <input inputMode={keys} autoComplete="off" {...field} />}
      {fault !== null && (
        <p className="fault" id={`${id}-fault`} role="status">
          {fault}
        </p>
      )}
    </div>
  )
}
