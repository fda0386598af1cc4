import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Form, Input } from 'antd'
import { ApiProblem, get } from '#web/api.ts'
import icon from '#web/icon.svg'
import { api } from '#web/paths.ts'
import { errorSentence } from '#web/text/problem-sentence.ts'
import { useWords } from '#web/text/words.ts'
import { useDeskText } from './desk-text.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { useLogIn, useSessionEnded } from './session.ts'
import './login.css'

type Fields = { login: string; password: string }

export function LoginPage() {
  const t = useDeskText()
  const w = useWords()
  const logIn = useLogIn()
  const health = useQuery({ queryKey: ['health'], queryFn: () => get<{ demo?: boolean }>(api.health), retry: false })
  const ended = useSessionEnded()
  const { error } = logIn
  const locked = error instanceof ApiProblem && error.code === 'session.locked'
  return (
    <div className="login">
      <main className="login-card">
        <h1>
          <img src={icon} alt="" width={44} height={44} />
          <span>
            {t('product')}
            <small>{t('productSays')}</small>
          </span>
        </h1>
        {health.data?.demo === true && (
          <p className="login-demo">
            <span className="demo-mark">{t('demo')}</span> {t('demoHint')}
          </p>
        )}
        {ended && error === null && <Alert type="info" showIcon role="status" title={t('sessionEnded')} />}
        {error !== null && (
          <Alert type={locked ? 'warning' : 'error'} showIcon role="alert" title={errorSentence(w, error)} />
        )}
        <Form layout="vertical" requiredMark={false} onFinish={(fields: Fields) => logIn.mutate(trimmed(fields))}>
          <Form.Item name="login" label={t('login')} rules={[{ required: true, message: t('loginNeeded') }]}>
            <Input size="large" autoComplete="username" autoFocus spellCheck={false} autoCapitalize="none" />
          </Form.Item>
          <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('passwordNeeded') }]}>
            <Input.Password size="large" autoComplete="current-password" />
          </Form.Item>
          <Button type="primary" size="large" block htmlType="submit" loading={logIn.isPending}>
            {t('logIn')}
          </Button>
        </Form>
        <p className="quiet">{t('forgotten')}</p>
      </main>
      <footer className="login-foot">
        <LanguageSwitch />
      </footer>
    </div>
  )
}

const trimmed = (fields: Fields): Fields => ({ ...fields, login: fields.login.trim() })
