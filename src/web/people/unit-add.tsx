import { Form, Input, Radio, Select } from 'antd'
import { departmentLines } from '#domain/departments.ts'
import type { Unit, UnitKind } from '#domain/people.ts'
import { codeRule, kindsBelow } from '#domain/units.ts'
import { post } from '#web/api.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { api } from '#web/paths.ts'
import { departmentWord, useWords } from '#web/text/words.ts'
import { useFormRules } from './form-rules.ts'
import { usePeopleText } from './people-text.ts'
import { CodeField } from './unit-code-field.tsx'
import { usePeopleChange } from './use-people-change.ts'

export type NewUnitFields = { kind: UnitKind; line?: string; own?: string; name: string }
type Parent = Pick<Unit, 'id' | 'kind' | 'code' | 'name'>
type Props = { parent: Parent; onClose: () => void; onAdded: (id: string) => void }

export function AddUnit({ parent, onClose, onAdded }: Props) {
  const t = usePeopleText()
  const w = useWords()
  const { needed, chosen } = useFormRules()
  const [form] = Form.useForm<NewUnitFields>()
  const kinds = kindsBelow(parent.kind)
  const kind = Form.useWatch('kind', form) ?? kinds[0]
  const save = usePeopleChange(
    (fields: NewUnitFields) =>
      post<{ id: string }>(api.units(), { parentId: parent.id, ...asked(parent.code, fields) }),
    t('unitAdded'),
    true,
  )
  /** A department's code is made of its line. */
  const fieldOf = (path: string) => (path === '/code' ? (kind === 'department' ? 'line' : 'own') : path.slice(1))
  return (
    <FormDialog
      title={t('addUnitBelow', { unit: parent.name })}
      verb={t('addUnitVerb')}
      form={form}
      error={save.error}
      busy={save.isPending}
      fieldOf={fieldOf}
      onClose={onClose}
      onSave={(fields) =>
        save.mutate(fields, {
          onSuccess: ({ id }) => {
            onClose()
            onAdded(id)
          },
        })
      }
    >
      <Form.Item name="kind" label={t('unitKind')} initialValue={kinds[0]} rules={[chosen]}>
        <Radio.Group options={kinds.map((one) => ({ value: one, label: w(`unitKind.${one}`) }))} />
      </Form.Item>
      {kind === 'department' && (
        <Form.Item name="line" label={t('unitLine')} extra={t('unitLineHint')} rules={[chosen]}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={departmentLines.map(({ code }) => ({ value: code, label: departmentWord(w, code) }))}
          />
        </Form.Item>
      )}
      {kind !== undefined && <CodeField parentCode={parent.code} kind={kind} />}
      <Form.Item name="name" label={t('unitName')} rules={[needed]}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDialog>
  )
}

/** What the server is asked for: the code whole, and a line for departments only. */
function asked(parentCode: string, { kind, line, own, name }: NewUnitFields) {
  const said = { kind, name: name.trim() }
  if (kind === 'department') return { ...said, line }
  return { ...said, code: codeRule(parentCode, kind).beginning + (own ?? '') }
}
