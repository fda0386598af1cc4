import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import 'dayjs/locale/zh-cn'
import dayjs from 'dayjs'
import { useEffect } from 'react'
import { useLanguage } from '#web/text/language.ts'
import { DeskRoutes } from './desk-routes.tsx'
import { theme } from './theme.ts'
import './desk.css'
import './print.css'

/** Dialogs stand in a layer of their own: in the body they would add a style without nonce to stop it scrolling. */
const layer = (trigger?: HTMLElement) =>
  trigger === undefined ? (document.getElementById('layer') ?? document.body) : document.body

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content

/** The desk: the only door that loads antd. Its styles carry the page's nonce, else the content policy drops them. */
export function DeskApp() {
  const lang = useLanguage()
  useEffect(() => {
    dayjs.locale(lang === 'zh' ? 'zh-cn' : 'en')
  }, [lang])
  return (
    <ConfigProvider
      locale={lang === 'zh' ? zhCN : enUS}
      theme={theme}
      csp={nonce === undefined ? undefined : { nonce }}
      button={{ autoInsertSpace: false }}
      getPopupContainer={layer}
    >
      <App>
        <DeskRoutes />
      </App>
    </ConfigProvider>
  )
}
