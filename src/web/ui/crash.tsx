import { Component, type ReactNode } from 'react'
import { language } from '#web/text/language.ts'
import { uiEn } from '#web/text/ui-en.ts'
import { uiZh } from '#web/text/ui-zh.ts'

/** The last net under every screen: a fault of ours shows words and a way on, never a white page. */
export class Crash extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: Error): { error: Error } {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    const text = language() === 'zh' ? uiZh : uiEn
    return (
      <main className="crash" role="alert">
        <h1>{text.crashTitle}</h1>
        <p>{text.crashText}</p>
        <button type="button" onClick={() => location.reload()}>
          {text.reload}
        </button>
        <p className="quiet">{error.message}</p>
      </main>
    )
  }
}
