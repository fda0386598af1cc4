import { Form, Input, Select } from 'antd'
import type { Rule } from 'antd/es/form'
import type { ReactNode } from 'react'
import { departmentLines } from '#domain/departments.ts'
import type { HazardAction } from '#domain/hazards-edges.ts'
import { isUuid } from '#domain/ids.ts'
import type { hazardsZh } from '#web/text/hazards-zh.ts'
import type { Text } from '#web/text/language.ts'
import { useWords, type Words } from '#web/text/words.ts'
import { writtenTime } from '#web/ui/time.tsx'
import type { Field, FieldName } from './action-fields.ts'
import type { HazardFile } from './answers.ts'
import { DayField } from './day-field.tsx'
import { FilesField } from './files-field.tsx'
import { useHazardsText } from './hazards-text.ts'
import { UntilField } from './until-field.tsx'
import { ModeField, PartyField, VerdictField } from './verdict-field.tsx'

type Props = { field: Field; action: HazardAction; file: HazardFile }
type Key = keyof typeof hazardsZh

const labels: Record<FieldName, Key> = {
  reason: 'fieldReason',
  note: 'fieldNote',
  passed: 'fieldPassed',
  granted: 'fieldGranted',
  upheld: 'fieldUpheld',
  until: 'fieldUntil',
  deadline: 'fieldDeadline',
  mode: 'fieldMode',
  party: 'fieldParty',
  department: 'fieldDepartment',
  inspectionId: 'fieldInspection',
  after: 'fieldAfter',
  photos: 'fieldPhotos',
  duplicateOf: 'fieldDuplicate',
}
const chosen: readonly FieldName[] = [
  'passed',
  'granted',
  'upheld',
  'party',
  'mode',
  'department',
  'inspectionId',
  'until',
  'deadline',
]

export function ActionField({ field, action, file }: Props) {
  const t = useHazardsText()
  const w = useWords()
  const label: Key =
    field.name === 'until' && action === 'hazard.supervise' ? 'fieldSuperviseUntil' : labels[field.name]
  const rules: Rule[] = []
  if (field.required) rules.push({ required: true, message: t(chosen.includes(field.name) ? 'chooseOne' : 'needed') })
  if (field.name === 'reason') rules.push({ min: 2, whitespace: true, message: t('reasonShort') })
  if (field.name === 'duplicateOf') {
    rules.push({
      validator: (_, value?: string) =>
        !value || isUuid(value.trim()) ? Promise.resolve() : Promise.reject(new Error(t('idWrong'))),
    })
  }
  return (
    <Form.Item
      name={field.name}
      label={t(label)}
      rules={rules}
      initialValue={startOf(field, action, file)}
      extra={hint(field, file, t, w)}
    >
      {control(field, action, file)}
    </Form.Item>
  )
}

function control(field: Field, action: HazardAction, file: HazardFile): ReactNode {
  switch (field.name) {
    case 'reason':
    case 'note':
      return <Input.TextArea rows={3} maxLength={500} showCount />
    case 'passed':
    case 'granted':
    case 'upheld':
      return <VerdictField name={field.name} action={action} />
    case 'party':
      return <PartyField missing={file.missingParties} />
    case 'mode':
      return <ModeField item={file.item} />
    case 'department':
      return <DepartmentField />
    case 'inspectionId':
      return <InspectionField file={file} />
    case 'until':
      return <UntilField action={action} deadline={file.hazard.deadline} />
    case 'deadline':
      return <DayField after={null} latest={null} />
    case 'after':
      return <FilesField side="after" />
    case 'photos':
      return <FilesField side="photos" />
    case 'duplicateOf':
      return <Input spellCheck={false} />
  }
}

type Controlled = { id?: string; value?: string; onChange?: (value: string) => void }

function DepartmentField(props: Controlled) {
  const w = useWords()
  const options = departmentLines.map(({ code }) => ({ value: code as string, label: w(`department.${code}`) }))
  return <Select {...props} options={options} showSearch={{ optionFilterProp: 'label' }} />
}

function InspectionField({ file, ...props }: Controlled & { file: HazardFile }) {
  const t = useHazardsText()
  const options = file.inspections.map((one) => ({
    value: one.id,
    label: t('inspectionLine', { noticeNo: one.noticeNo, at: writtenTime(one.startedAt) }),
  }))
  return <Select {...props} options={options} />
}

/** What stands there before anybody chose: the mode as it is, and the inspection on which it was asked for. */
function startOf({ name, required }: Field, action: HazardAction, { hazard }: HazardFile): string | undefined {
  if (name === 'mode' && !required) return hazard.mode
  if (name === 'inspectionId' && action === 'hazard.shut_down') return hazard.closingDown?.inspectionId
  return undefined
}

function hint(field: Field, file: HazardFile, t: Text<Key>, w: Words): string | undefined {
  if (field.name === 'reason') return t('fieldReasonHint')
  if (field.name === 'deadline') return t('fieldDeadlineHint', { days: file.item.days })
  if (field.name === 'mode') return t('fieldModeHint', { mode: w(`mode.${file.item.mode}`) })
  if (field.name === 'duplicateOf') return t('fieldDuplicateHint')
  if (field.name === 'photos') return t('fieldPhotosHint')
  if (field.name !== 'after') return undefined
  const kinds = file.item.evidenceKinds.map((kind) => w(`evidenceKind.${kind}`)).join(w('list.separator'))
  return t('fieldAfterHint', { evidence: file.item.evidence, kinds })
}
