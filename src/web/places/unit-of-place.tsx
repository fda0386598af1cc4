import { Form } from 'antd'
import { UnitField } from '#web/people/unit-select.tsx'
import type { Parent } from './parent-field.tsx'
import { usePlacesText } from './places-text.ts'

/** The grid in which a place stands; inside of another place it is that one's. */
export function UnitOfPlace({ parent }: { parent: Parent | null }) {
  const t = usePlacesText()
  if (parent !== null) {
    return (
      <Form.Item label={t('grid')}>
        <output>{t('parentHint', { parent: parent.name, unit: parent.unitName })}</output>
      </Form.Item>
    )
  }
  return (
    <Form.Item
      name="unitPath"
      label={t('grid')}
      extra={t('unitHint')}
      rules={[{ required: true, message: t('chooseOne') }]}
    >
      <UnitField by="path" label={t('findUnit')} kinds={['grid', 'microGrid']} />
    </Form.Item>
  )
}
