import { Form, Input, Select } from 'antd'
import { type Role, roles } from '#domain/people.ts'
import { post } from '#web/api.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { api } from '#web/paths.ts'
import { useWords } from '#web/text/words.ts'
import type { AccountRow } from './answers.ts'
import { useFormRules } from './form-rules.ts'
import { usePeopleText } from './people-text.ts'
import { UnitField } from './unit-select.tsx'
import { usePeopleChange } from './use-people-change.ts'

type Given = { unitId: string; role: Role; certificateNo?: string }

export function NewPost({ account, onClose }: { account: AccountRow; onClose: () => void }) {
  const t = usePeopleText()
  const w = useWords()
  const [form] = Form.useForm<Given>()
  const role = Form.useWatch('role', form)
  const { needed, chosen } = useFormRules()
  const save = usePeopleChange(
    ({ certificateNo, ...given }: Given) =>
      post(api.accountPosts(account.id), { ...given, certificateNo: certificateNo?.trim() || null }),
    t('assigned'),
    true,
  )
  return (
    <FormDialog
      title={`${t('assign')} · ${account.displayName}`}
      verb={t('assign')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(values) => save.mutate(values, { onSuccess: onClose })}
    >
      <Form.Item name="unitId" label={t('unit')} rules={[chosen]}>
        <UnitField by="id" label={t('unit')} />
      </Form.Item>
      <Form.Item name="role" label={t('role')} rules={[chosen]}>
        <Select options={roles.map((one) => ({ value: one, label: w(`role.${one}`) }))} />
      </Form.Item>
      <Form.Item
        name="certificateNo"
        label={t('certificateNo')}
        extra={t('certificateHint')}
        rules={role === 'inspector' ? [needed] : []}
      >
        <Input maxLength={40} />
      </Form.Item>
    </FormDialog>
  )
}
