import { Radio } from 'antd'
import type { PartyRole } from '#domain/hazards.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { type CheckItem, type Mode, modeMayChange, modes } from '#domain/standards.ts'
import { useSession } from '#web/desk/session.ts'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import { useWords } from '#web/text/words.ts'
import { useHazardsText } from './hazards-text.ts'

type Controlled<T> = { id?: string; value?: T; onChange?: (value: T) => void }
type Verdict = 'passed' | 'granted' | 'upheld'
type Key = keyof typeof hazardsZh

function saidFor(name: Verdict, action: HazardAction): [yes: Key, no: Key] {
  if (name === 'granted') return ['granted', 'refused']
  if (name === 'upheld') return ['upheld', 'notUpheld']
  return action === 'hazard.sample_check' ? ['passedSample', 'failedSample'] : ['passedReinspect', 'failedReinspect']
}

/** Yes or no, in the words of the act; neither is chosen beforehand. */
export function VerdictField({
  name,
  action,
  id,
  value,
  onChange,
}: Controlled<boolean> & { name: Verdict; action: HazardAction }) {
  const t = useHazardsText()
  const [yes, no] = saidFor(name, action)
  return (
    <Radio.Group id={id} value={value} onChange={(event) => onChange?.(event.target.value as boolean)}>
      <Radio value={true}>{t(yes)}</Radio>
      <Radio value={false}>{t(no)}</Radio>
    </Radio.Group>
  )
}

export function PartyField({
  missing,
  id,
  value,
  onChange,
}: Controlled<PartyRole> & { missing: readonly PartyRole[] }) {
  const w = useWords()
  return (
    <Radio.Group id={id} value={value} onChange={(event) => onChange?.(event.target.value as PartyRole)}>
      {missing.map((party) => (
        <Radio key={party} value={party}>
          {w(`party.${party}`)}
        </Radio>
      ))}
    </Radio.Group>
  )
}

/** A looser mode than the rules let this post choose is shown, but cannot be taken. */
export function ModeField({ item, id, value, onChange }: Controlled<Mode> & { item: CheckItem }) {
  const w = useWords()
  const role = useSession().post?.role
  const byDesk = role === 'townDesk' || role === 'departmentOfficer'
  return (
    <Radio.Group id={id} value={value} onChange={(event) => onChange?.(event.target.value as Mode)}>
      {modes.map((mode) => (
        <Radio key={mode} value={mode} disabled={!modeMayChange(item, mode, byDesk)}>
          {w(`mode.${mode}`)}
        </Radio>
      ))}
    </Radio.Group>
  )
}
