const lines = {
  today: 'M5 4h14v16H5zM8 2v4M16 2v4M5 9h14M9 14l2 2 4-4',
  find: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21',
  camera: 'M3 7h4l2-3h6l2 3h4v13H3zM12 9.5a4 4 0 1 0 0 8 4 4 0 0 0 0-8z',
  video: 'M3 6h12v12H3zM15 10l6-3v10l-6-3',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  me: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5',
  back: 'M15 4 7 12l8 8',
  pass: 'm4 12.5 5.5 5.5L20 6.5',
  fail: 'M5.5 5.5l13 13M18.5 5.5l-13 13',
  notApplicable: 'M4 12h16',
  unsent: 'M7 18a4.5 4.5 0 0 1-.5-9A6 6 0 0 1 18 8.5 4.8 4.8 0 0 1 17.5 18M12 20v-8M8.8 15 12 11.8l3.2 3.2',
  remove: 'M4 7h16M9 7V4h6v3M6.5 7l1 13h9l1-13',
} as const

export type IconName = keyof typeof lines

/** Decorative: a word stands beside it, or the button carries its name. */
export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path d={lines[name]} />
    </svg>
  )
}
