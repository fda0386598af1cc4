/** A hash in groups of four, as people read it out to each other. */
export function grouped(hex: string): string {
  return (hex.toLowerCase().match(/.{1,4}/g) ?? []).join(' ')
}
