import { Form, Input } from 'antd'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import type { PlaceFile } from './answers.ts'
import { ContactFields, type ContactValues, contactOf } from './contact-fields.tsx'
import { usePlacesText } from './places-text.ts'
import { fieldOf, usePlaceCommand } from './use-place-command.ts'

type Values = ContactValues & { name: string; address: string; reason: string }
type Props = { file: PlaceFile; onClose: () => void }

/** What may change without being another place: name, address, and who answers for it. */
export function AmendPlace({ file: { place, contact }, onClose }: Props) {
  const t = usePlacesText()
  const [form] = Form.useForm<Values>()
  const save = usePlaceCommand('place.amend', t('amended'), onClose)
  const needed = { required: true, whitespace: true, message: t('needed') }
  const send = (values: Values) => {
    const changes = changesOf(place, values)
    if (Object.keys(changes).length === 0) {
      form.setFields([{ name: 'name', errors: [t('nothingChanged')] }])
      return
    }
    const data = { ...changes, reason: values.reason.trim() }
    save.mutate({ subject: place.id, data, seen: place.version })
  }
  return (
    <FormDialog
      title={t('amendTitle', { place: place.name })}
      verb={t('amendVerb')}
      form={form}
      error={save.error}
      busy={save.isPending}
      fieldOf={fieldOf}
      onClose={onClose}
      onSave={send}
    >
      <Form.Item name="name" label={t('name')} extra={t('nameHint')} initialValue={place.name} rules={[needed]}>
        <Input maxLength={80} autoFocus />
      </Form.Item>
      <Form.Item name="address" label={t('address')} initialValue={place.address} rules={[needed]}>
        <Input maxLength={200} />
      </Form.Item>
      <ContactFields
        hint={
          contact === null
            ? t('contactHint')
            : t('contactNow', { name: contact.nameMasked, phone: contact.phoneMasked })
        }
      />
      <Form.Item
        name="reason"
        label={t('reason')}
        extra={t('reasonHint')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('reasonShort') }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  )
}

function changesOf(place: PlaceFile['place'], values: Values): object {
  const name = values.name.trim()
  const address = values.address.trim()
  const contact = contactOf(values)
  return {
    ...(name === place.name ? {} : { name }),
    ...(address === place.address ? {} : { address }),
    ...(contact === null ? {} : { contact }),
  }
}
