import { Button } from 'antd'
import { useDeskText } from './desk-text.ts'

type Props = { shown: number; hasMore: boolean; loading: boolean; onMore: () => void; step: number; left?: number }

/** The way to the next page. A click, not a scroll: the foot of the page stays reachable. */
export function More({ shown, hasMore, loading, onMore, step, left }: Props) {
  const t = useDeskText()
  if (shown === 0) return null
  if (!hasMore) return <p className="more">{t('allShown')}</p>
  const n = left === undefined || left <= 0 ? step : Math.min(step, left)
  return (
    <p className="more">
      <Button onClick={onMore} loading={loading}>
        {t('more', { n })}
      </Button>
    </p>
  )
}
