import { fieldPages } from './field-paths.ts'
import { Frame } from './frame.tsx'
import { Loading } from './states.tsx'

/** While the phone's own store is read. */
export function LoadingPage({ title }: { title: string }) {
  return (
    <Frame title={title} back={fieldPages.today}>
      <Loading />
    </Frame>
  )
}
