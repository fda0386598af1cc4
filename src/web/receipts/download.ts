import type { Receipt } from '#domain/receipts-shape.ts'

/** The file that the command line and the checking page take. */
export function download(receipt: Receipt): void {
  saveJson(`${JSON.stringify(receipt, null, 2)}\n`, fileName(receipt))
}

/** Saves the text as it is, so that its digest is that of the file. */
export function saveJson(text: string, name: string): void {
  saveFile(new Blob([text], { type: 'application/json' }), name)
}

export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has to have begun with it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

export function fileName({ district, event }: Receipt): string {
  const whole = 'details' in event ? '-details' : ''
  return `bihuan-receipt-${district}-${event.seq}${whole}.json`
}
