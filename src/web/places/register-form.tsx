import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { isUscc, organisationCodeCheck } from '#domain/identifiers.ts'
import { type PlaceKind, placeKinds } from '#domain/places.ts'
import { newId } from '#web/api.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { pages } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import { ContactFields, type ContactValues, contactOf } from './contact-fields.tsx'
import { type Parent, ParentField, parentKinds } from './parent-field.tsx'
import { usePlacesText } from './places-text.ts'
import { UnitOfPlace } from './unit-of-place.tsx'
import { fieldOf, usePlaceCommand } from './use-place-command.ts'

type Values = ContactValues & {
  kind: PlaceKind
  parentId?: string
  name: string
  uscc?: string
  unitPath?: string
  address: string
}
type Props = { onClose: () => void; room?: Parent }

/** A new place from the desk, without a position; `room`: a room of that house. */
export function RegisterPlace({ onClose, room }: Props) {
  const t = usePlacesText()
  const w = useWords()
  const go = useNavigate()
  const [form] = Form.useForm<Values>()
  const usccRules = useUsccRules()
  const [subject] = useState(newId)
  const [parent, setParent] = useState<Parent | null>(room ?? null)
  const kind: PlaceKind | undefined = Form.useWatch('kind', form) ?? (room && 'room')
  const within = kind && parentKinds[kind]
  const save = usePlaceCommand('place.register', t('registerDone'), (id) => void go(pages.place(id)))
  const needed = { required: true, whitespace: true, message: t('needed') }
  const chooseParent = (next: Parent | null) => {
    setParent(next)
    if (next !== null && !form.getFieldValue('address')) form.setFieldValue('address', next.address)
  }
  const data = (values: Values) => ({
    kind: values.kind,
    name: values.name.trim(),
    uscc: values.uscc?.trim().toUpperCase() || null,
    parentId: (within && values.parentId) ?? null,
    unitPath: (within && values.parentId && parent?.scopePath) || values.unitPath,
    address: values.address.trim(),
    position: null,
    contact: contactOf(values),
  })
  return (
    <FormDialog
      title={t(room ? 'registerRoom' : 'register')}
      verb={t(room ? 'registerRoom' : 'register')}
      form={form}
      error={save.error}
      busy={save.isPending}
      fieldOf={fieldOf}
      onClose={onClose}
      onSave={(values) => save.mutate({ subject, data: data(values) })}
    >
      <p className="quiet">{t('registerHint')}</p>
      <Form.Item
        name="kind"
        label={t('kind')}
        initialValue={room && 'room'}
        rules={[{ required: true, message: t('chooseOne') }]}
      >
        <Select
          disabled={room !== undefined}
          options={placeKinds.map((one) => ({ value: one, label: w(`placeKind.${one}`) }))}
        />
      </Form.Item>
      {within !== undefined && (
        <Form.Item
          key={kind}
          name="parentId"
          label={t(within.kind === 'rental' ? 'parentRental' : 'parentPark')}
          initialValue={room?.id}
          extra={within.required ? undefined : t('parentOptional')}
          rules={within.required ? [{ required: true, message: t('chooseOne') }] : []}
        >
          <ParentField kind={within.kind} preset={room ?? null} onParent={chooseParent} />
        </Form.Item>
      )}
      <Form.Item name="name" label={t('name')} extra={t('nameHint')} rules={[needed]}>
        <Input maxLength={80} />
      </Form.Item>
      {kind !== 'room' && (
        <Form.Item name="uscc" label={t('uscc')} extra={t('usccHint')} rules={usccRules}>
          <Input className="code-input uscc" maxLength={18} spellCheck={false} autoComplete="off" />
        </Form.Item>
      )}
      <UnitOfPlace parent={within === undefined ? null : parent} />
      <Form.Item name="address" label={t('address')} initialValue={room?.address} rules={[needed]}>
        <Input maxLength={200} />
      </Form.Item>
      <ContactFields hint={t('contactHint')} />
    </FormDialog>
  )
}

/** The check character decides; an odd organisation code inside only warns, since old ones of sole traders are so. */
function useUsccRules() {
  const t = usePlacesText()
  const check = (fits: (code: string) => boolean, words: string) => (_: unknown, value?: string) => {
    const code = (value ?? '').trim().toUpperCase()
    return code === '' || fits(code) ? Promise.resolve() : Promise.reject(new Error(words))
  }
  return [
    { validator: check(isUscc, t('usccWrong')) },
    { validator: check((code) => !isUscc(code) || organisationCodeCheck(code), t('usccOdd')), warningOnly: true },
  ]
}
