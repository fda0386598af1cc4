import { Form, Input } from 'antd'
import type { Unit } from '#domain/people.ts'
import { post, put } from '#web/api.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { api } from '#web/paths.ts'
import { useFormRules } from './form-rules.ts'
import { usePeopleText } from './people-text.ts'
import { usePeopleChange } from './use-people-change.ts'

type Props = { unit: Unit; onClose: () => void }

export function RenameUnit({ unit, onClose }: Props) {
  const t = usePeopleText()
  const { needed } = useFormRules()
  const [form] = Form.useForm<{ name: string }>()
  const save = usePeopleChange(
    ({ name }: { name: string }) => put(api.unit(unit.id), { name: name.trim() }),
    t('unitRenamed'),
    true,
  )
  return (
    <FormDialog
      title={`${t('renameUnit')} · ${unit.name}`}
      verb={t('renameVerb')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(fields) => save.mutate(fields, { onSuccess: onClose })}
    >
      <Form.Item name="name" label={t('unitName')} extra={t('renameHint')} initialValue={unit.name} rules={[needed]}>
        <Input maxLength={60} autoFocus />
      </Form.Item>
    </FormDialog>
  )
}

/** Refused while anything hangs on it; the refusal says what, and the reason stays in its field. */
export function EndUnit({ unit, onClose, onEnded }: Props & { onEnded: (parentId: string) => void }) {
  const t = usePeopleText()
  const { reason } = useFormRules()
  const [form] = Form.useForm<{ reason: string }>()
  const save = usePeopleChange(
    (fields: { reason: string }) => post(api.unitEnd(unit.id), { reason: fields.reason.trim() }),
    t('unitEnded'),
    true,
  )
  return (
    <FormDialog
      title={`${t('endUnit')} · ${unit.name}`}
      verb={t('endUnit')}
      danger
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(fields) =>
        save.mutate(fields, {
          onSuccess: () => {
            onClose()
            if (unit.parentId !== null) onEnded(unit.parentId)
          },
        })
      }
    >
      <p>{t('endUnitText')}</p>
      <Form.Item name="reason" label={t('reason')} extra={t('reasonHint')} rules={[reason]}>
        <Input.TextArea rows={3} maxLength={500} showCount autoFocus />
      </Form.Item>
    </FormDialog>
  )
}
