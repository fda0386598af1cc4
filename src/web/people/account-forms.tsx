import { Alert, Form, type FormInstance, Input, Modal, Select } from 'antd'
import type { Rule } from 'antd/es/form'
import type { ReactNode } from 'react'
import { passwordIsStrong, type Role, roles } from '#domain/people.ts'
import { post } from '#web/api.ts'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import type { AccountRow } from './answers.ts'
import { usePeopleText } from './people-text.ts'
import { UnitSelect } from './unit-select.tsx'
import { useAccountChange } from './use-account-change.ts'

type FrameProps<V> = {
  title: string
  verb: string
  form: FormInstance<V>
  error: Error | null
  busy: boolean
  onSave: (values: V) => void
  onClose: () => void
  children: ReactNode
}

function Frame<V>({ title, verb, form, error, busy, onSave, onClose, children }: FrameProps<V>) {
  const t = usePeopleText()
  const w = useWords()
  return (
    <Modal
      open
      title={title}
      okText={verb}
      cancelText={t('cancel')}
      confirmLoading={busy}
      mask={{ closable: false }}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {error !== null && <Alert type="error" role="alert" className="form-error" title={errorSentence(w, error)} />}
      <Form form={form} layout="vertical" onFinish={onSave} scrollToFirstError={{ focus: true }}>
        {children}
      </Form>
    </Modal>
  )
}

function useRules(): { needed: Rule; strong: Rule } {
  const t = usePeopleText()
  return {
    needed: { required: true, whitespace: true, message: t('needed') },
    strong: {
      validator: (_, value: string) =>
        passwordIsStrong(value ?? '') ? Promise.resolve() : Promise.reject(new Error(t('passwordWeak'))),
    },
  }
}

type Opened = { login: string; displayName: string; password: string }

export function NewAccount({ onClose }: { onClose: () => void }) {
  const t = usePeopleText()
  const [form] = Form.useForm<Opened>()
  const { needed, strong } = useRules()
  const save = useAccountChange((values: Opened) => post(api.accounts(), values), t('created'), true)
  return (
    <Frame
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
    </Frame>
  )
}

type Given = { unitId: string; role: Role; certificateNo?: string }

export function NewPost({ account, onClose }: { account: AccountRow; onClose: () => void }) {
  const t = usePeopleText()
  const w = useWords()
  const [form] = Form.useForm<Given>()
  const role = Form.useWatch('role', form)
  const { needed } = useRules()
  const save = useAccountChange(
    ({ certificateNo, ...given }: Given) =>
      post(api.accountPosts(account.id), { ...given, certificateNo: certificateNo?.trim() || null }),
    t('assigned'),
    true,
  )
  return (
    <Frame
      title={`${t('assign')} · ${account.displayName}`}
      verb={t('assign')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(values) => save.mutate(values, { onSuccess: onClose })}
    >
      <Form.Item name="unitId" label={t('unit')} rules={[{ required: true, message: t('needed') }]}>
        <UnitField />
      </Form.Item>
      <Form.Item name="role" label={t('role')} rules={[{ required: true, message: t('needed') }]}>
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
    </Frame>
  )
}

function UnitField(props: { id?: string; value?: string; onChange?: (value: string | undefined) => void }) {
  const t = usePeopleText()
  return (
    <UnitSelect
      by="id"
      id={props.id}
      label={t('unit')}
      value={props.value ?? null}
      onChange={(next) => props.onChange?.(next ?? undefined)}
    />
  )
}

export function NewPassword({ account, onClose }: { account: AccountRow; onClose: () => void }) {
  const t = usePeopleText()
  const [form] = Form.useForm<{ password: string }>()
  const { strong } = useRules()
  const save = useAccountChange(
    (values: { password: string }) => post(api.accountPassword(account.id), values),
    t('passwordSet'),
    true,
  )
  return (
    <Frame
      title={`${t('newPassword')} · ${account.displayName}`}
      verb={t('newPassword')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={(values) => save.mutate(values, { onSuccess: onClose })}
    >
      <Form.Item name="password" label={t('newPassword')} extra={t('passwordRule')} rules={[strong]} required>
        <Input.Password autoComplete="new-password" />
      </Form.Item>
    </Frame>
  )
}
