import {
  area,
  at,
  bed,
  car,
  carton,
  circle,
  corridor,
  door,
  exitSign,
  extinguisher,
  label,
  many,
  outdoors,
  padlock,
  path,
  rect,
  ring,
  shadow,
  sign,
  window,
  wire,
  workshop,
} from './picture-shapes.ts'

/** Draws the hazard, or the same place once it is fixed. */
export type Scene = (fixed: boolean) => string

export const escapeScenes: Record<string, Scene> = {
  'exit-locked': (fixed) =>
    workshop() +
    exitSign(260, 62) +
    door(220, 112, 96, 190, fixed ? '#9DB4A6' : '#9AA7AD') +
    door(324, 112, 96, 190, fixed ? '#9DB4A6' : '#9AA7AD') +
    (fixed
      ? rect(228, 208, 82, 12, '#C9302C', { rx: 5 }) +
        rect(330, 208, 82, 12, '#C9302C', { rx: 5 }) +
        sign(470, 150, '推开即可', '#0B7A3B') +
        extinguisher(180, 212)
      : wire('M300 214 Q320 240 340 214 M298 220 Q322 250 344 220', '#6B6B6B', 7, {
          'stroke-dasharray': '9 5',
        }) +
        padlock(320, 242, 1.1) +
        ring(320, 240, 62, 48)),

  'corridor-blocked': (fixed) =>
    corridor() +
    exitSign(260, 124) +
    rect(285, 165, 70, 115, '#9DB4A6') +
    wire('M110 424 L262 280 M530 424 L378 280', '#E7B10A', 9) +
    (fixed
      ? sign(40, 150, '黄线内禁止堆放', '#0B7A3B') +
        label(320, 390, '疏散通道', 40, '#FFF', { opacity: 0.85, 'letter-spacing': 8 })
      : carton(180, 296, 90, 76) +
        carton(196, 236, 72, 60, '#D3AC7A') +
        carton(300, 318, 104, 86) +
        carton(404, 268, 74, 66, '#BF9058') +
        carton(318, 258, 70, 60, '#D3AC7A') +
        ring(330, 320, 176, 104)),

  'shutter-locked': (fixed) => {
    const slats = rect(150, 84, 340, 236, '#AEB6BA') + many(15, (i) => wire(`M150 ${98 + i * 15} H490`, '#8C969B', 2))
    const open =
      rect(150, 84, 340, 236, '#F1E8D4') +
      rect(150, 84, 340, 40, '#AEB6BA') +
      many(2, (i) => wire(`M150 ${96 + i * 14} H490`, '#8C969B', 2))
    return (
      outdoors() +
      rect(90, 20, 460, 300, '#D9CDBB') +
      rect(150, 34, 340, 46, '#A4432F') +
      label(320, 66, '便民小店', 26, '#FFF') +
      (fixed
        ? open +
          door(390, 150, 76, 170, '#7FA08E') +
          label(428, 250, '逃生门', 18, '#FFF') +
          rect(170, 210, 190, 16, '#9A7449') +
          rect(170, 270, 190, 16, '#9A7449') +
          many(5, (i) => carton(176 + i * 36, 182, 28, 28)) +
          many(4, (i) => carton(178 + i * 44, 240, 34, 30, '#D9B98A'))
        : slats +
          rect(304, 300, 32, 14, '#555') +
          padlock(320, 312, 1.2) +
          ring(320, 312, 60, 42) +
          circle(598, 50, 24, '#F3E7A8'))
    )
  },

  'window-bars': (fixed) =>
    rect(0, 0, 640, 424, '#D8CBB7') +
    rect(150, 60, 340, 290, '#EFE9DC') +
    window(172, 82, 296, 246) +
    many(fixed ? 5 : 12, (i) => wire(`M${172 + i * 26} 76 V334`, '#5B666B', 6)) +
    wire('M166 120 H474 M166 205 H474 M166 290 H474', '#5B666B', 5, fixed ? { 'stroke-dasharray': '120 400' } : {}) +
    (fixed
      ? rect(300, 84, 170, 240, 'none', { stroke: '#0B7A3B', 'stroke-width': 9 }) +
        area('470,84 560,60 560,350 470,324', '#5B666B', {
          opacity: 0.25,
          stroke: '#0B7A3B',
          'stroke-width': 7,
        }) +
        many(4, (i) => wire(`M${488 + i * 20} ${80 - i * 5} V${329 + i * 6}`, '#5B666B', 5)) +
        sign(316, 186, '逃生口可内开', '#0B7A3B')
      : ring(320, 205, 186, 148)),

  'stairs-cluttered': (fixed) =>
    rect(0, 0, 640, 424, '#E7E1D5') +
    rect(0, 360, 640, 64, '#BDB6A8') +
    many(8, (i) =>
      rect(240 + i * 50, 322 - i * 38, 400 - i * 50, 40, i % 2 ? '#C7C0B2' : '#D2CBBD', {
        stroke: '#A9A294',
        'stroke-width': 1,
      }),
    ) +
    wire('M232 262 L612 -26', '#8A6B45', 10) +
    many(7, (i) => wire(`M${258 + i * 50} ${322 - i * 38} V${246 - i * 38}`, '#A0885F', 4)) +
    rect(40, 60, 120, 84, '#BFD9E8', { stroke: '#F7F4EC', 'stroke-width': 7 }) +
    (fixed
      ? sign(48, 176, '疏散楼梯', '#0B7A3B') + extinguisher(180, 276)
      : carton(150, 284, 86, 76) +
        carton(160, 226, 66, 58, '#D3AC7A') +
        at(
          26,
          0,
          1,
          path('M0 360 Q10 300 60 300 Q112 300 120 360 Z', '#7E8C6B') + path('M42 304 L60 284 L78 304 Z', '#6C795B'),
        ) +
        carton(290, 240, 60, 44, '#BF9058') +
        rect(352, 186, 34, 60, '#5D84A0', { rx: 4 }) +
        wire('M250 360 L330 290 L420 290', '#C0392B', 8) +
        ring(226, 300, 190, 96)),

  'single-stair': (fixed) => {
    const building = rect(110, 50, 330, 270, '#DDD2C0') + rect(100, 40, 350, 18, '#8A7762')
    const windows = many(12, (i) => window(136 + (i % 4) * 76, 82 + Math.floor(i / 4) * 78, 46, 42))
    const flights = many(3, (i) => {
      const y = 320 - i * 84
      return (
        wire(`M${i % 2 ? 560 : 452} ${y} L${i % 2 ? 452 : 560} ${y - 84}`, '#3E6F4F', 9) +
        rect(444, y - 90, 124, 8, '#3E6F4F')
      )
    })
    return (
      outdoors() +
      building +
      windows +
      rect(250, 262, 50, 58, '#6E7F88') +
      (fixed
        ? flights + wire('M448 60 V320 M564 60 V320', '#3E6F4F', 6) + sign(470, 356, '室外疏散楼梯', '#0B7A3B')
        : sign(318, 340, '唯一出口', '#8C3A1E') + ring(275, 288, 62, 56))
    )
  },

  'ward-corridor': (fixed) =>
    corridor('#E3EDEA', '#C9D6D6') +
    rect(290, 160, 60, 120, '#BBD3CC') +
    exitSign(260, 118) +
    area('60,120 150,150 150,330 60,388', '#C7DAD5') +
    area('580,120 490,150 490,330 580,388', '#C1D4CF') +
    (fixed
      ? label(320, 380, '走道畅通', 34, '#FFF', { opacity: 0.9, 'letter-spacing': 6 })
      : at(150, 318, 1.05, bed(0, 0)) +
        at(380, 262, 0.7, bed(0, 0)) +
        wire('M372 330 V200 M356 200 H388', '#7B8A90', 5) +
        rect(360, 206, 24, 34, '#DCEEF4', { stroke: '#8FB3C2', 'stroke-width': 2 }) +
        ring(320, 310, 200, 92)),

  'fire-lane': (fixed) =>
    outdoors('#8D9194') +
    rect(20, 70, 210, 226, '#D6CBB8') +
    many(6, (i) => window(46 + (i % 3) * 64, 100 + Math.floor(i / 3) * 80, 36, 40)) +
    rect(420, 40, 220, 256, '#CBBFAF') +
    many(6, (i) => window(446 + (i % 3) * 64, 74 + Math.floor(i / 3) * 84, 36, 44)) +
    area('230,296 420,296 620,424 40,424', '#7B8083') +
    wire('M228 298 L40 424 M422 298 L620 424', '#E7B10A', 7) +
    label(322, 400, '消防车通道', 42, '#E7B10A', { 'letter-spacing': 6 }) +
    (fixed
      ? rect(240, 180, 14, 118, '#C9302C') +
        wire('M246 190 L330 110', '#F4F2EC', 9) +
        wire('M246 190 L330 110', '#C9302C', 9, { 'stroke-dasharray': '16 14' }) +
        sign(350, 250, '禁止占用', '#C9302C')
      : car(96, 352, '#4F6D8A', 0.95) +
        car(330, 348, '#8C4F4A', 0.95) +
        car(256, 306, '#6D7561', 0.62) +
        ring(324, 326, 256, 74)),

  'workshop-bed': (fixed) =>
    workshop() +
    at(
      400,
      186,
      1.15,
      rect(0, 30, 160, 82, '#5F7F8C', { rx: 5 }) +
        rect(12, 0, 70, 34, '#7C9AA6', { rx: 4 }) +
        many(4, (i) => circle(18 + i * 20, 70, 8, '#E8DCC4')),
    ) +
    (fixed
      ? rect(60, 292, 290, 6, '#E7B10A') +
        rect(60, 380, 290, 6, '#E7B10A') +
        label(205, 348, '生产区域', 30, '#6B6F71') +
        sign(70, 170, '严禁住人', '#C9302C')
      : at(70, 262, 1.2, bed(0, 0)) +
        wire('M40 150 H350', '#8A8A8A', 3) +
        path('M90 150 h52 l-6 60 h-40 Z', '#B5654A') +
        path('M170 150 h46 l-4 70 h-38 Z', '#5D84A0') +
        path('M250 150 h40 l-4 54 h-32 Z', '#D9C48A') +
        shadow(318, 378, 34) +
        rect(296, 330, 44, 46, '#A8683F', { rx: 6 }) +
        ring(190, 262, 176, 136)),
}
