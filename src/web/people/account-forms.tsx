import { Form, Input } from 'antd'
import { post } from '#web/api.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { api } from '#web/paths.ts'
import type { AccountRow } from './answers.ts'
import { useFormRules } from './form-rules.ts'
import { usePeopleText } from './people-text.ts'
import { usePeopleChange } from './use-people-change.ts'

type Opened = { login: string; displayName: string; password: string }

export function NewAccount({ onClose }: { onClose: () => void }) {
  const t = usePeopleText()
  const [form] = Form.useForm<Opened>()
  const { needed, strong } = useFormRules()
  const save = usePeopleChange((values: Opened) => post(api.accounts(), values), t('created'), true)
  return (
    <FormDialog
      title={t('create')}
      verb={t('create')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(values) => save.mutate(values, { onSuccess: onClose })}
    >
      <Form.Item name="displayName" label={t('displayName')} rules={[needed]}>
        <Input maxLength={40} autoFocus />
      </Form.Item>
      <Form.Item
        name="login"
        label={t('login')}
        extra={t('loginRule')}
        rules={[needed, { pattern: /^[a-z0-9][a-z0-9._-]{1,39}$/, message: t('loginRule') }]}
      >
        <Input maxLength={40} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item name="password" label={t('firstPassword')} extra={t('passwordRule')} rules={[strong]} required>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </FormDialog>
  )
}

export function NewPassword({ account, onClose }: { account: AccountRow; onClose: () => void }) {
  const t = usePeopleText()
  const [form] = Form.useForm<{ password: string }>()
  const { strong } = useFormRules()
  const save = usePeopleChange(
    (values: { password: string }) => post(api.accountPassword(account.id), values),
    t('passwordSet'),
    true,
  )
  return (
    <FormDialog
      title={`${t('newPassword')} · ${account.displayName}`}
      verb={t('newPassword')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(values) => save.mutate(values, { onSuccess: onClose })}
    >
      <Form.Item name="password" label={t('newPassword')} extra={t('passwordRule')} rules={[strong]} required>
        <Input.Password autoComplete="new-password" autoFocus />
      </Form.Item>
    </FormDialog>
  )
}
