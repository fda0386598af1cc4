import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Form, Input, Popover } from 'antd'
import { useState } from 'react'
import { post } from '#web/api.ts'
import { useMay } from '#web/desk/session.ts'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import type { PlaceFile } from './answers.ts'
import { usePlacesText } from './places-text.ts'

type Contact = { name: string; phone: string }

/** Masked until somebody who may says why; what was shown is kept nowhere but on this screen. */
export function Contact({ file }: { file: PlaceFile }) {
  const t = usePlacesText()
  const may = useMay('place.reveal_contact')
  const [shown, setShown] = useState<Contact | null>(null)
  return (
    <section className="panel">
      <h2>{t('contact')}</h2>
      {file.contact === null && <p className="quiet">{t('contactNone')}</p>}
      {file.contact !== null && (
        <p className="contact figure">
          {shown?.name ?? file.contact.nameMasked} {shown?.phone ?? file.contact.phoneMasked}
        </p>
      )}
      {shown !== null && (
        <p className="quiet">
          {t('revealed')}{' '}
          <button type="button" className="link-button" onClick={() => setShown(null)}>
            {t('hide')}
          </button>
        </p>
      )}
      {file.contact !== null && shown === null && may && <Reveal placeId={file.place.id} onShown={setShown} />}
    </section>
  )
}

function Reveal({ placeId, onShown }: { placeId: string; onShown: (contact: Contact) => void }) {
  const t = usePlacesText()
  const w = useWords()
  const reveal = useMutation({
    mutationFn: (reason: string) => post<Contact>(api.placeContact(placeId), { reason }),
    onSuccess: onShown,
  })
  const form = (
    <Form
      className="popover-form"
      layout="vertical"
      requiredMark={false}
      onFinish={({ reason }: { reason: string }) => reveal.mutate(reason.trim())}
    >
      {reveal.error !== null && <Alert type="error" className="form-error" title={errorSentence(w, reveal.error)} />}
      <Form.Item
        name="reason"
        label={t('revealReason')}
        extra={t('revealHint')}
        rules={[{ required: true, min: 2, whitespace: true, message: t('reasonShort') }]}
      >
        <Input maxLength={200} autoFocus />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={reveal.isPending}>
        {t('reveal')}
      </Button>
    </Form>
  )
  return (
    <Popover trigger="click" content={form} placement="bottomRight" destroyOnHidden>
      <Button>{t('reveal')}</Button>
    </Popover>
  )
}
