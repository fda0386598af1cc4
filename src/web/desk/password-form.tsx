import { Alert, App, Form, Input, Modal } from 'antd'
import { passwordIsStrong } from '#domain/people.ts'
import { ApiProblem } from '#web/api.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'
import { useChangePassword } from './session.ts'
import { useFocusBack } from './use-focus-back.ts'

type Fields = { current: string; next: string; again: string }

export function PasswordForm({ onClose }: { onClose: () => void }) {
  const t = useDeskText()
  const w = useWords()
  useFocusBack()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const change = useChangePassword()
  const wrong = change.error instanceof ApiProblem && change.error.code === 'session.wrong_credentials'
  const save = (fields: Fields) =>
    change.mutate(
      { current: fields.current, next: fields.next },
      {
        onSuccess: () => {
          void message.success(t('passwordChanged'))
          onClose()
        },
      },
    )
  return (
    <Modal
      open
      title={t('changePassword')}
      okText={t('changePassword')}
      cancelText={t('cancel')}
      confirmLoading={change.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {change.error !== null && (
        <Alert type="error" className="form-error" title={wrong ? t('currentWrong') : errorSentence(w, change.error)} />
      )}
      <Form form={form} layout="vertical" onFinish={save} requiredMark={false}>
        <Form.Item name="current" label={t('currentPassword')} rules={[{ required: true, message: t('needed') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('newPassword')}
          extra={t('passwordRule')}
          rules={[
            {
              validator: (_, value: string) =>
                passwordIsStrong(value ?? '') ? Promise.resolve() : Promise.reject(new Error(t('passwordWeak'))),
            },
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('newPasswordAgain')}
          dependencies={['next']}
          rules={[
            ({ getFieldValue }) => ({
              validator: (_, value: string) =>
                value === getFieldValue('next') ? Promise.resolve() : Promise.reject(new Error(t('passwordDiffers'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
