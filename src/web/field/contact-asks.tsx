import { isPhone } from '#domain/identifiers.ts'
import { AskLine } from './ask-line.tsx'
import { tidyCode } from './place-commands.ts'
import { useFieldText } from './text.ts'

type Contact = { contactName: string; phone: string }
type Props = { legend: string; contact: Contact; change: (part: Partial<Contact>) => void }

/** The responsible person: notices go there, and four digits of the number open the owner's link. */
export function ContactAsks({ legend, contact, change }: Props) {
  const t = useFieldText()
  const typed = tidyCode(contact.phone)
  const wrong = typed.length >= 11 && !isPhone(typed)
  return (
    <fieldset className="stack">
      <legend>{legend}</legend>
      <AskLine
        label={t('newPlace.contactName')}
        value={contact.contactName}
        most={40}
        change={(contactName) => change({ contactName })}
      />
      <AskLine
        label={t('newPlace.phone')}
        keys="tel"
        value={contact.phone}
        most={20}
        fault={wrong ? t('newPlace.needPhone') : null}
        change={(phone) => change({ phone })}
      />
    </fieldset>
  )
}
