import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Form, Input, Popover } from 'antd'
import { millis } from '#domain/calendar.ts'
import { newCommand, perform } from '#web/api.ts'
import { useMay } from '#web/desk/session.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useNow, writtenTime } from '#web/ui/time.tsx'
import type { HazardFile, OwnerLink } from './answers.ts'
import { useHazardsText } from './hazards-text.ts'

/** Links by which the party answers without an account: how long, how often opened, and the way to end one. */
export function Links({ file }: { file: HazardFile }) {
  const t = useHazardsText()
  return (
    <section className="panel">
      <h2>{t('linksTitle')}</h2>
      {file.links.length === 0 && <p className="quiet">{t('linksNone')}</p>}
      <ul className="lines">
        {file.links.map((link) => (
          <LinkLine key={link.id} link={link} hazardId={file.hazard.id} />
        ))}
      </ul>
    </section>
  )
}

function LinkLine({ link, hazardId }: { link: OwnerLink; hazardId: string }) {
  const t = useHazardsText()
  const now = useNow()
  const may = useMay('link.revoke')
  const expired = millis(link.expiresAt) <= now
  const said =
    link.revokedAt !== null
      ? t('linkRevoked', { at: writtenTime(link.revokedAt) })
      : expired
        ? t('linkExpired')
        : t('linkExpires', { at: writtenTime(link.expiresAt) })
  return (
    <li className="line-head">
      <span>{said}</span>
      <span className="quiet">{t('linkOpens', { n: link.opens })}</span>
      {may && link.revokedAt === null && !expired && <Revoke id={link.id} hazardId={hazardId} />}
    </li>
  )
}

function Revoke({ id, hazardId }: { id: string; hazardId: string }) {
  const t = useHazardsText()
  const w = useWords()
  const { message } = App.useApp()
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: (reason: string) => perform(newCommand('link.revoke', id, { reason })),
    onSuccess: () => {
      void message.success(t('linkRevokedDone'))
      void client.invalidateQueries({ queryKey: ['hazards', hazardId] })
    },
    onError: (error) => void message.error(errorSentence(w, error), 6),
  })
  const form = (
    <Form
      className="popover-form"
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }: { reason: string }) => revoke.mutate(reason.trim())}
    >
      <Form.Item
        name="reason"
        label={t('fieldReason')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('reasonShort') }]}
      >
        <Input maxLength={500} autoFocus />
      </Form.Item>
      <Button danger htmlType="submit" loading={revoke.isPending}>
        {w('action.link.revoke')}
      </Button>
    </Form>
  )
  return (
    <Popover trigger="click" content={form} placement="bottomRight" destroyOnHidden>
      <Button size="small">{w('action.link.revoke')}</Button>
    </Popover>
  )
}
