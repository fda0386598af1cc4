import { usePublicText } from './text.ts'

/** Head of a step: the way back, which act it belongs to, its title. Takes the focus when the step opens. */
export function StepHead({ title, over, back }: { title: string; over?: string; back: () => void }) {
  const t = usePublicText()
  return (
    <div className="public-step-head">
      <button type="button" className="public-back" onClick={back}>
        <span aria-hidden="true">←</span> {t('back')}
      </button>
      {over !== undefined && <p className="quiet">{over}</p>}
      <h1 tabIndex={-1}>{title}</h1>
    </div>
  )
}
