// The parts that the demo's drawn pictures are made of: SVG fragments in a frame of 640 × 424, flat and calm.

type Attributes = Record<string, string | number>

export function shape(name: string, attributes: Attributes, body = ''): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`)
  return `<${name}${list.join('')}>${body}</${name}>`
}

export const rect = (x: number, y: number, width: number, height: number, fill: string, more: Attributes = {}) =>
  shape('rect', { x, y, width, height, fill, ...more })
export const circle = (cx: number, cy: number, r: number, fill: string, more: Attributes = {}) =>
  shape('circle', { cx, cy, r, fill, ...more })
export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, more: Attributes = {}) =>
  shape('ellipse', { cx, cy, rx, ry, fill, ...more })
export const area = (points: string, fill: string, more: Attributes = {}) => shape('polygon', { points, fill, ...more })
export const path = (d: string, fill: string, more: Attributes = {}) => shape('path', { d, fill, ...more })
export const wire = (d: string, colour: string, width = 4, more: Attributes = {}) =>
  shape('path', {
    d,
    fill: 'none',
    stroke: colour,
    'stroke-width': width,
    'stroke-linecap': 'round',
    'stroke-linejoin': 'round',
    ...more,
  })
export const label = (x: number, y: number, text: string, size: number, fill: string, more: Attributes = {}) =>
  shape('text', { x, y, 'font-size': size, fill, 'text-anchor': 'middle', 'font-weight': 600, ...more }, text)
export const at = (x: number, y: number, scale: number, body: string) =>
  `<g transform="translate(${x} ${y}) scale(${scale})">${body}</g>`
export const many = (count: number, draw: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => draw(i)).join('')
export const shadow = (cx: number, cy: number, rx: number, ry = 7) => ellipse(cx, cy, rx, ry, '#000', { opacity: 0.14 })

/** What the inspector would ring on the photo. */
export const ring = (cx: number, cy: number, rx: number, ry: number) =>
  ellipse(cx, cy, rx, ry, 'none', { stroke: '#CF1322', 'stroke-width': 4, 'stroke-dasharray': '11 7' })

export function room(wall = '#E9E3D6', floor = '#C9BFAE'): string {
  return (
    rect(0, 0, 640, 300, wall) +
    rect(0, 0, 640, 26, '#000', { opacity: 0.04 }) +
    rect(0, 290, 640, 12, '#FFF', { opacity: 0.6 }) +
    rect(0, 302, 640, 122, floor) +
    many(5, (i) => wire(`M${i * 160 - 40} 424 L${i * 120 + 70} 302`, '#000', 1, { opacity: 0.09 })) +
    wire('M0 350 H640', '#000', 1, { opacity: 0.09 })
  )
}

export function workshop(): string {
  return (
    room('#DDE3E6', '#B7BDBF') +
    many(
      4,
      (i) =>
        rect(40 + i * 150, 40, 110, 64, '#BFD9E8', { stroke: '#F5F8FA', 'stroke-width': 5 }) +
        wire(`M${95 + i * 150} 40 V104`, '#F5F8FA', 4),
    ) +
    rect(0, 16, 640, 10, '#A9B2B7')
  )
}

export function corridor(wall = '#E9E4DA', floor = '#BFC5C7'): string {
  return (
    rect(0, 0, 640, 424, wall) +
    area('0,0 640,0 410,110 230,110', '#F6F3EC') +
    area('0,0 230,110 230,280 0,424', wall) +
    area('640,0 410,110 410,280 640,424', '#DFD9CC') +
    rect(230, 110, 180, 170, '#F0EBE0') +
    area('0,424 230,280 410,280 640,424', floor) +
    area('290,30 350,30 338,60 302,60', '#FFFDF0') +
    wire('M0 424 L230 280 H410 L640 424', '#FFF', 5, { opacity: 0.7 })
  )
}

export function outdoors(ground = '#C3C0B8'): string {
  return (
    rect(0, 0, 640, 300, '#D5E7F1') +
    ellipse(120, 70, 70, 18, '#FFF', { opacity: 0.8 }) +
    ellipse(165, 58, 46, 18, '#FFF', { opacity: 0.8 }) +
    ellipse(520, 50, 80, 16, '#FFF', { opacity: 0.7 }) +
    rect(0, 290, 640, 134, ground) +
    rect(0, 290, 640, 6, '#000', { opacity: 0.08 })
  )
}

export function door(x: number, y: number, width: number, height: number, colour = '#8FA3AD'): string {
  return (
    rect(x - 8, y - 8, width + 16, height + 8, '#6E7F88') +
    rect(x, y, width, height, colour) +
    rect(x + width * 0.18, y + height * 0.12, width * 0.64, height * 0.3, '#DCEBF2', { opacity: 0.85 })
  )
}

export const exitSign = (x: number, y: number) =>
  rect(x, y, 120, 34, '#0B7A3B', { rx: 3 }) + label(x + 60, y + 24, '安全出口', 19, '#FFF')

export function carton(x: number, y: number, width: number, height: number, colour = '#C99D66'): string {
  return (
    rect(x, y, width, height, colour, { stroke: '#8D6A3D', 'stroke-width': 2 }) +
    rect(x, y, width, height * 0.18, '#000', { opacity: 0.08 }) +
    rect(x + width * 0.42, y, width * 0.16, height, '#E7CFA5', { opacity: 0.75 })
  )
}

export function extinguisher(x: number, y: number, scale = 1): string {
  return at(
    x,
    y,
    scale,
    shadow(14, 84, 20, 4) +
      wire('M10 8 Q-14 14 -8 52', '#333', 4) +
      rect(0, 16, 28, 68, '#C8201F', { rx: 10 }) +
      rect(4, 40, 20, 20, '#F7F2E8') +
      rect(9, 4, 10, 14, '#333') +
      wire('M4 2 L26 6', '#333', 5) +
      circle(22, 14, 4, '#FFF', { stroke: '#333', 'stroke-width': 2 }),
  )
}

export function gasCylinder(x: number, y: number, scale = 1, colour = '#8EA0A8'): string {
  return at(
    x,
    y,
    scale,
    shadow(30, 112, 36, 6) +
      rect(0, 30, 60, 82, colour, { rx: 18 }) +
      rect(0, 58, 60, 5, '#000', { opacity: 0.15 }) +
      rect(8, 40, 9, 60, '#FFF', { opacity: 0.25, rx: 4 }) +
      path('M16 30 V12 H44 V30 Z', 'none', { stroke: '#5E6C73', 'stroke-width': 5 }) +
      rect(25, 10, 10, 20, '#B98A2E') +
      label(30, 84, '液化气', 15, '#FFF'),
  )
}

/** An e-bike in side view; (x, y) is the ground under the rear wheel. */
export function ebike(x: number, y: number, scale = 1, colour = '#3A7CA5'): string {
  const wheel = (cx: number) =>
    circle(cx, -24, 24, '#2E2E2E') + circle(cx, -24, 13, '#B9C0C4') + circle(cx, -24, 4, '#2E2E2E')
  return at(
    x,
    y,
    scale,
    shadow(62, 1, 90, 6) +
      wheel(0) +
      wheel(124) +
      path('M-18 -50 Q10 -66 44 -56 L52 -28 H96 L108 -72 L118 -70 L106 -16 H40 Q20 -44 -18 -50 Z', colour) +
      path('M-12 -62 H46 Q54 -62 50 -54 H-6 Z', '#2B2B2B', { rx: 4 }) +
      wire('M112 -72 L104 -108 M92 -112 L116 -104', '#3A3A3A', 6) +
      rect(112, -96, 26, 22, '#6D747A', { rx: 3 }) +
      circle(116, -64, 6, '#FFF3B0'),
  )
}

export function car(x: number, y: number, colour = '#4F6D8A', scale = 1): string {
  const wheel = (cx: number) => circle(cx, 0, 19, '#2B2B2B') + circle(cx, 0, 9, '#C9CED1')
  return at(
    x,
    y,
    scale,
    shadow(100, 19, 120, 7) +
      path(
        'M4 -8 Q0 -40 30 -44 L58 -80 Q64 -86 76 -86 H140 Q152 -86 160 -76 L180 -46 Q206 -42 206 -22 V-4 H8 Z',
        colour,
      ) +
      path('M66 -76 H100 V-46 H44 Z M108 -76 H138 Q146 -76 152 -66 L164 -46 H108 Z', '#CFE3EC') +
      rect(4, -10, 202, 10, '#000', { opacity: 0.2 }) +
      wheel(48) +
      wheel(162),
  )
}

export function window(x: number, y: number, width: number, height: number): string {
  return (
    rect(x - 6, y - 6, width + 12, height + 12, '#F4F2EC') +
    rect(x, y, width, height, '#A9CCDD') +
    area(`${x},${y + height} ${x},${y + height * 0.5} ${x + width * 0.5},${y} ${x + width * 0.75},${y}`, '#FFF', {
      opacity: 0.25,
    }) +
    wire(`M${x + width / 2} ${y} V${y + height} M${x} ${y + height / 2} H${x + width}`, '#F4F2EC', 6)
  )
}

export function bricks(x: number, y: number, width: number, height: number, colour = '#B5654A'): string {
  const rows = Math.floor(height / 18)
  const mortar = many(rows, (row) => {
    const line = `M${x} ${y + row * 18} H${x + width}`
    const joints = many(Math.floor(width / 40), (i) => ` M${x + i * 40 + (row % 2 ? 20 : 0)} ${y + row * 18} v18`)
    return `${line}${joints} `
  })
  return rect(x, y, width, height, colour) + wire(mortar, '#E3CDBF', 2)
}

export const flame = (x: number, y: number, scale = 1) =>
  at(
    x,
    y,
    scale,
    path('M0 0 Q-16 -14 -6 -32 Q-4 -22 2 -24 Q-2 -40 10 -48 Q8 -34 16 -26 Q24 -12 10 0 Z', '#F28C28') +
      path('M4 0 Q-4 -10 4 -20 Q12 -10 8 0 Z', '#FFE08A'),
  )

export const padlock = (x: number, y: number, scale = 1) =>
  at(
    x,
    y,
    scale,
    wire('M-10 0 V-12 A10 10 0 0 1 10 -12 V0', '#4A4A4A', 5) +
      rect(-16, 0, 32, 26, '#D9A520', { rx: 4 }) +
      circle(0, 11, 4, '#5A430B'),
  )

export const detector = (x: number, y: number) =>
  rect(x - 34, y, 68, 10, '#D8D8D8', { rx: 4 }) +
  path(`M${x - 26} ${y + 10} H${x + 26} L${x + 16} ${y + 28} H${x - 16} Z`, '#F7F7F7', {
    stroke: '#C6C6C6',
  }) +
  circle(x + 8, y + 20, 4, '#2FA84F')

export function bed(x: number, y: number, scale = 1): string {
  return at(
    x,
    y,
    scale,
    shadow(100, 62, 120, 7) +
      rect(0, -34, 12, 96, '#7A5A3A') +
      rect(188, 0, 12, 62, '#7A5A3A') +
      rect(8, 22, 184, 22, '#9A7449') +
      rect(12, 4, 178, 22, '#F2EEE6') +
      path('M70 -2 H190 V30 H60 Z', '#6F93B5') +
      rect(18, -10, 46, 18, '#FFF', { rx: 8, stroke: '#D5D0C6' }),
  )
}

export const table = (x: number, y: number, width: number) =>
  rect(x, y, width, 12, '#9A7449') +
  rect(x + 10, y + 12, 12, 70, '#7F5F3B') +
  rect(x + width - 22, y + 12, 12, 70, '#7F5F3B')

export function machine(x: number, y: number, scale = 1): string {
  return at(
    x,
    y,
    scale,
    shadow(80, 112, 96, 8) +
      rect(0, 30, 160, 82, '#5F7F8C', { rx: 5 }) +
      rect(12, 0, 70, 34, '#7C9AA6', { rx: 4 }) +
      circle(47, 17, 12, '#F2D479') +
      rect(96, 44, 50, 30, '#DCE7EB') +
      many(3, (i) => circle(104 + i * 16, 92, 5, ['#2FA84F', '#E0A52B', '#C8201F'][i] ?? '#FFF')) +
      many(4, (i) => circle(18 + i * 20, 70, 8, '#E8DCC4')),
  )
}

export const sign = (x: number, y: number, text: string, colour: string, width = text.length * 19 + 18) =>
  rect(x, y, width, 32, colour, { rx: 3 }) + label(x + width / 2, y + 23, text, 18, '#FFF')
