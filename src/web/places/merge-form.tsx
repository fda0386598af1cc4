import { Alert, Form, Input } from 'antd'
import { useNavigate } from 'react-router'
import { finalStatuses } from '#domain/hazards.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { pages } from '#web/paths.ts'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'
import { TwinField } from './twin-field.tsx'
import { Twins } from './twins.tsx'
import { fieldOf, usePlaceCommand } from './use-place-command.ts'

type Values = { into: string; reason: string }

/** 合并重复: the entry of this page goes into another one. Both stand side by side before anything is done. */
export function MergePlace({ file, onClose }: { file: PlaceFile; onClose: () => void }) {
  const t = usePlacesText()
  const go = useNavigate()
  const [form] = Form.useForm<Values>()
  const into = Form.useWatch('into', form)
  const merge = usePlaceCommand('place.merge', t('mergeDone'), onClose)
  const { place } = file
  const open = file.hazards.filter(({ status }) => !finalStatuses.includes(status)).length
  const send = ({ into, reason }: Values) =>
    merge.mutate(
      { subject: place.id, data: { into, reason: reason.trim() }, seen: place.version },
      { onSuccess: () => void go(pages.place(into)) },
    )
  return (
    <FormDialog
      title={t('mergeTitle', { place: place.name })}
      verb={t('mergeVerb')}
      form={form}
      error={merge.error}
      busy={merge.isPending}
      danger
      wide
      fieldOf={fieldOf}
      onClose={onClose}
      onSave={send}
    >
      <p className="quiet">{t('mergeHint')}</p>
      {open > 0 && <Alert type="warning" showIcon className="form-error" title={t('mergeOpen', { n: open })} />}
      {file.rooms.length > 0 && (
        <Alert type="warning" showIcon className="form-error" title={t('mergeRooms', { n: file.rooms.length })} />
      )}
      <Form.Item name="into" label={t('mergeInto')} rules={[{ required: true, message: t('mergeChoose') }]}>
        <TwinField place={place} />
      </Form.Item>
      {into !== undefined && <Twins file={file} kept={into} />}
      <Form.Item
        name="reason"
        label={t('mergeReason')}
        extra={t('mergeReasonHint')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('reasonShort') }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  )
}
