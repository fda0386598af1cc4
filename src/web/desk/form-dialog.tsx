import { Alert, Form, type FormInstance, Modal } from 'antd'
import { type ReactNode, useEffect } from 'react'
import { ApiProblem } from '#web/api.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'
import { useFocusBack } from './use-focus-back.ts'

type Props<V> = {
  title: string
  verb: string
  form: FormInstance<V>
  error: Error | null
  busy: boolean
  danger?: boolean
  /** For two things side by side. */
  wide?: boolean
  /** The field that a refusal's path means. Without it, the last word of the path. */
  fieldOf?: (path: string) => string | undefined
  onSave: (values: V) => void
  onClose: () => void
  children: ReactNode
}

const lastWord = (path: string) => path.split('/').at(-1)

/** One form over the page. A refusal stands on top and beside its field; nothing that was filled in is lost. */
export function FormDialog<V extends object>(props: Props<V>) {
  const {
    title,
    verb,
    form,
    error,
    busy,
    danger = false,
    wide = false,
    fieldOf = lastWord,
    onSave,
    onClose,
    children,
  } = props
  const t = useDeskText()
  const w = useWords()
  useFocusBack()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each refusal
  useEffect(() => {
    if (!(error instanceof ApiProblem) || error.path === undefined) return
    const name = fieldOf(error.path)
    if (name === undefined || !Object.hasOwn(form.getFieldsValue(), name)) return
    const field = { name, errors: [errorSentence(w, error)] } as unknown as Parameters<typeof form.setFields>[0][number]
    form.setFields([field])
    form.scrollToField(name as never, { focus: true })
  }, [error])
  // A rule's refusal is answered by its sentence; a fault of ours needs its number.
  const requestId = error instanceof ApiProblem && error.status >= 500 ? error.requestId : undefined
  return (
    <Modal
      open
      title={title}
      okText={verb}
      cancelText={t('cancel')}
      okButtonProps={{ danger }}
      confirmLoading={busy}
      mask={{ closable: false }}
      width={wide ? 860 : 520}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      {error !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="form-error"
          title={errorSentence(w, error)}
          description={requestId === undefined ? undefined : t('requestId', { id: requestId })}
        />
      )}
      <Form form={form} layout="vertical" onFinish={onSave} scrollToFirstError={{ focus: true }}>
        {children}
      </Form>
    </Modal>
  )
}
