import { Form, Input } from 'antd'
import { isPhone } from '#domain/identifiers.ts'
import { usePlacesText } from './places-text.ts'

export type ContactValues = { contactName?: string; contactPhone?: string }

/** Both or neither: a name without a number reaches nobody. */
export function ContactFields({ hint }: { hint: string }) {
  const t = usePlacesText()
  const withOther = (other: keyof ContactValues) => ({
    dependencies: [other],
    rules: [
      ({ getFieldValue }: { getFieldValue: (name: string) => unknown }) => ({
        validator: (_: unknown, value?: string) =>
          blank(value) && !blank(getFieldValue(other) as string | undefined)
            ? Promise.reject(new Error(t('contactBoth')))
            : Promise.resolve(),
      }),
    ],
  })
  const phone = withOther('contactName')
  const isNumber = {
    validator: (_: unknown, value?: string) =>
      blank(value) || isPhone((value ?? '').trim()) ? Promise.resolve() : Promise.reject(new Error(t('phoneWrong'))),
  }
  return (
    <>
      <Form.Item name="contactName" label={t('contactName')} {...withOther('contactPhone')}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="contactPhone"
        label={t('contactPhone')}
        extra={hint}
        {...phone}
        rules={[...phone.rules, isNumber]}
      >
        <Input className="code-input" maxLength={11} inputMode="tel" autoComplete="off" />
      </Form.Item>
    </>
  )
}

/** As the commands carry it, or null when nobody was named. */
export function contactOf({ contactName, contactPhone }: ContactValues): { name: string; phone: string } | null {
  return blank(contactName) ? null : { name: (contactName ?? '').trim(), phone: (contactPhone ?? '').trim() }
}

const blank = (text?: string) => (text ?? '').trim() === ''
