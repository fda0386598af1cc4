import { Form, Input } from 'antd'
import type { UnitKind } from '#domain/people.ts'
import { codeRule } from '#domain/units.ts'
import type { peopleZh } from '#web/text/people-zh.ts'
import { usePeopleText } from './people-text.ts'

const hints: Partial<Record<UnitKind, keyof typeof peopleZh>> = {
  town: 'codeOfficial',
  village: 'codeOfficial',
  grid: 'codeOwn',
  microGrid: 'codeOwn',
  taskForce: 'codeShort',
}

/** Only the unit's own part is typed; what its parent gives stands before it. */
export function CodeField({ parentCode, kind }: { parentCode: string; kind: UnitKind }) {
  const t = usePeopleText()
  const form = Form.useFormInstance<{ line?: string }>()
  const line = Form.useWatch('line', form)
  const { beginning, digits } = codeRule(parentCode, kind)
  if (kind === 'department') {
    return (
      <Form.Item label={t('code')} extra={t('codeOfDepartment')}>
        <output className="code-input">{`${beginning}${line ?? '…'}`}</output>
      </Form.Item>
    )
  }
  const hint = hints[kind]
  const fits = digits > 0 ? new RegExp(`^(?!0+$)[0-9]{${digits}}$`) : /^[a-z0-9]{1,20}$/
  const rule = digits > 0 ? t('codeDigits', { n: digits }) : t('codeLetters')
  return (
    <Form.Item
      key={kind}
      name="own"
      label={t('code')}
      extra={hint === undefined ? rule : `${rule} ${t(hint)}`}
      rules={[{ required: true, pattern: fits, message: rule }]}
    >
      <Input
        className="code-input"
        prefix={<span className="quiet">{beginning}</span>}
        maxLength={digits > 0 ? digits : 20}
        inputMode={digits > 0 ? 'numeric' : 'text'}
        autoComplete="off"
        spellCheck={false}
      />
    </Form.Item>
  )
}
