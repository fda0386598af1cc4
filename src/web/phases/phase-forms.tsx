import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useRef } from 'react'
import type { CommandType } from '#domain/commands.ts'
import type { Command } from '#domain/events.ts'
import { newCommand, newId, perform } from '#web/api.ts'
import { FormDialog } from '#web/desk/form-dialog.tsx'
import type { Ahead, PhaseLine } from './answers.ts'
import { usePhasesText } from './phases-text.ts'

/** The same wish keeps its command: sent again after a lost answer it takes effect once. */
function usePhaseCommand(type: CommandType, subject: string, said: string) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const sent = useRef<{ wish: string; command: Command } | null>(null)
  return useMutation({
    mutationFn: (data: object) => {
      const wish = JSON.stringify(data)
      if (sent.current?.wish !== wish) sent.current = { wish, command: newCommand(type, subject, data) }
      return perform(sent.current.command)
    },
    onSuccess: () => {
      void message.success(said, 5)
      void client.invalidateQueries({ queryKey: ['phases'] })
    },
  })
}

type BeginProps = { area: { path: string; name: string }; onClose: () => void; onBegun: (id: string) => void }

export function BeginForm({ area, onClose, onBegun }: BeginProps) {
  const t = usePhasesText()
  const [form] = Form.useForm<{ name: string }>()
  const id = useRef(newId())
  const save = usePhaseCommand('phase.begin', id.current, t('begun'))
  return (
    <FormDialog
      title={t('begin')}
      verb={t('begin')}
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={({ name }) =>
        save.mutate({ name: name.trim(), unitPath: area.path }, { onSuccess: () => onBegun(id.current) })
      }
    >
      <p>{t('beginText', { area: area.name })}</p>
      <Form.Item
        name="name"
        label={t('name')}
        extra={t('nameHint')}
        rules={[{ required: true, whitespace: true, message: t('needed') }]}
      >
        <Input maxLength={60} autoFocus />
      </Form.Item>
    </FormDialog>
  )
}

type SwitchProps = { phase: PhaseLine; ahead: Ahead; onClose: () => void }

/** Says what it will do before it does it, for it cannot be undone. */
export function SwitchForm({ phase, ahead, onClose }: SwitchProps) {
  const t = usePhasesText()
  const [form] = Form.useForm<{ into: string; reason: string }>()
  const save = usePhaseCommand('phase.switch', phase.id, t('switched'))
  const options = ahead.successors.map(({ id, kind, name }) => ({
    value: id,
    label: kind === 'taskForce' ? name : t('desk', { name }),
  }))
  return (
    <FormDialog
      title={`${t('switch')} · ${phase.name}`}
      verb={t('switch')}
      danger
      form={form}
      error={save.error}
      busy={save.isPending}
      onClose={onClose}
      onSave={({ into, reason }) => save.mutate({ into, reason: reason.trim() }, { onSuccess: onClose })}
    >
      <p>{t('switchText', { n: ahead.open })}</p>
      <Form.Item name="into" label={t('into')} extra={t('intoHint')} rules={[{ required: true, message: t('needed') }]}>
        <Select options={options} />
      </Form.Item>
      <Form.Item
        name="reason"
        label={t('reason')}
        extra={t('reasonHint')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('reasonShort') }]}
      >
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </FormDialog>
  )
}
