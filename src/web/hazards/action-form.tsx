import { Alert, Form, Modal } from 'antd'
import { useState } from 'react'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { ApiProblem } from '#web/api.ts'
import { useDeskText } from '#web/desk/desk-text.ts'
import { useFocusBack } from '#web/desk/use-focus-back.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { ActionField } from './action-field.tsx'
import { type FieldName, fieldsOf } from './action-fields.ts'
import type { HazardFile } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'
import { useAct } from './use-act.ts'

type Values = Partial<Record<FieldName, unknown>>
type Props = { file: HazardFile; action: HazardAction; onClose: () => void }

/** One act, in words and dates. A failed save keeps everything that was filled in. */
export function ActionForm({ file, action, onClose }: Props) {
  const t = useHazardsText()
  const desk = useDeskText()
  const w = useWords()
  useFocusBack()
  const [form] = Form.useForm<Values>()
  const [seen] = useState(file.hazard.version)
  const act = useAct(file, action, onClose)
  const fields = fieldsOf(action)
  const label = w(`action.${action}`)
  const { error } = act
  const asking = action === 'hazard.shut_down' && file.hazard.closingDown === null

  const save = (values: Values) =>
    act.mutate(withoutEmpty(values), {
      onError: (failed) => {
        const name = failed instanceof ApiProblem ? failed.path?.split('/').at(-1) : undefined
        if (fields.some((field) => field.name === name)) {
          form.setFields([{ name: name as FieldName, errors: [errorSentence(w, failed)] }])
        }
      },
    })
  return (
    <Modal
      open
      width={560}
      title={`${label} · ${file.place.name}`}
      okText={label}
      cancelText={t('cancel')}
      okButtonProps={{ danger: action === 'hazard.suspend' || action === 'hazard.shut_down' }}
      mask={{ closable: false }}
      confirmLoading={act.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
    >
      <p className="quiet">{file.item.text}</p>
      {(action === 'hazard.suspend' || action === 'hazard.shut_down') && (
        <Alert type="warning" showIcon className="form-error" title={t(asking ? 'confirmAsking' : 'confirmDanger')} />
      )}
      {file.hazard.version !== seen && error === null && !act.isPending && (
        <Alert
          type="info"
          showIcon
          className="form-error"
          title={t('changedMeanwhile', { status: w(`status.${file.hazard.status}`) })}
        />
      )}
      {error !== null && (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="form-error"
          title={errorSentence(w, error)}
          description={
            error instanceof ApiProblem
              ? [error.status === 409 && t('staleHint'), error.requestId && desk('requestId', { id: error.requestId })]
                  .filter(Boolean)
                  .join(' ') || undefined
              : undefined
          }
        />
      )}
      <Form form={form} layout="vertical" onFinish={save} scrollToFirstError={{ focus: true }}>
        {fields.map((field) => (
          <ActionField key={field.name} field={field} action={action} file={file} />
        ))}
      </Form>
    </Modal>
  )
}

/** Optional fields that were left empty are absent, as the schema wants them. */
function withoutEmpty(values: Values): Values {
  const kept = Object.entries(values)
    .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
  return Object.fromEntries(kept)
}
