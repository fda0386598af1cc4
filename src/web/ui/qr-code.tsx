import { create } from 'qrcode'

type Props = {
  text: string
  label: string
  /** In CSS pixels. */
  size?: number
  /** Instead of `size`: at most so large, in whole pixels a module, so that a dense code stays sharp on any screen. */
  within?: number
  /** M survives a crease; L keeps long texts small enough to be read from a screen. */
  level?: 'L' | 'M'
}

/** A QR code as one path, so that it prints sharp and needs no canvas. */
export function QrCode({ text, label, size = 96, within, level = 'M' }: Props) {
  const { modules } = create(text, { errorCorrectionLevel: level })
  const quiet = within === undefined ? 2 : 4
  const side = modules.size + 2 * quiet
  const pixels = within === undefined ? size : side * Math.max(1, Math.floor(within / side))
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`
    }
  }
  return (
    <svg className="qr" width={pixels} height={pixels} viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label}>
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
