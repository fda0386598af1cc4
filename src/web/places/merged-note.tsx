import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import { useMay } from '#web/desk/session.ts'
import { pages } from '#web/paths.ts'
import { writtenTime } from '#web/ui/time.tsx'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'
import { fieldOf, usePlaceCommand } from './use-place-command.ts'

/** On top of an entry that is none any more: where it went, and the way back where it was a mistake. */
export function MergedNote({ file }: { file: PlaceFile }) {
  const t = usePlacesText()
  const may = useMay('place.unmerge')
  const [undoing, setUndoing] = useState(false)
  const { place, mergedInto } = file
  if (place.status !== 'merged') return null
  const at = place.mergedAt === null ? '' : writtenTime(place.mergedAt)
  return (
    <section className="panel merged-note" role="status">
      <p>{mergedInto === null ? t('mergedAway', { at }) : t('mergedNote', { at, place: mergedInto.name })}</p>
      <p className="no-print">
        {mergedInto !== null && <Link to={pages.place(mergedInto.id)}>{t('mergedOpen')}</Link>}
        {may && <Button onClick={() => setUndoing(true)}>{t('unmerge')}</Button>}
      </p>
      {undoing && <UndoMerge file={file} onClose={() => setUndoing(false)} />}
    </section>
  )
}

function UndoMerge({ file: { place }, onClose }: { file: PlaceFile; onClose: () => void }) {
  const t = usePlacesText()
  const [form] = Form.useForm<{ reason: string }>()
  const undo = usePlaceCommand('place.unmerge', t('unmergeDone'), onClose)
  return (
    <FormDialog
      title={t('unmergeTitle', { place: place.name })}
      verb={t('unmerge')}
      form={form}
      error={undo.error}
      busy={undo.isPending}
      fieldOf={fieldOf}
      onClose={onClose}
      onSave={({ reason }) => undo.mutate({ subject: place.id, data: { reason: reason.trim() }, seen: place.version })}
    >
      <p className="quiet">{t('unmergeHint')}</p>
      <Form.Item
        name="reason"
        label={t('reason')}
        extra={t('reasonHint')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('reasonShort') }]}
      >
        <Input.TextArea rows={2} maxLength={500} showCount autoFocus />
      </Form.Item>
    </FormDialog>
  )
}
