import { useRef } from 'react'

type Props = { label: string; className: string; take: (file: File) => Promise<void> }

/** A button of ours before the browser's own field. The same file may be chosen twice. */
export function FilePicker({ label, className, take }: Props) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <>
      <button type="button" className={className} onClick={() => field.current?.click()}>
        {label}
      </button>
      <input
        ref={field}
        type="file"
        hidden
        aria-label={label}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0]
          if (file !== undefined) void take(file)
          currentTarget.value = ''
        }}
      />
    </>
  )
}
