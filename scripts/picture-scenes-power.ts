import type { Scene } from './picture-scenes-escape.ts'
import {
  area,
  at,
  bed,
  carton,
  circle,
  detector,
  ebike,
  ellipse,
  extinguisher,
  flame,
  gasCylinder,
  label,
  machine,
  many,
  outdoors,
  path,
  rect,
  ring,
  room,
  shadow,
  sign,
  table,
  window,
  wire,
  workshop,
} from './picture-shapes.ts'

const socket = (x: number, y: number) =>
  rect(x, y, 44, 44, '#FBFBF8', { rx: 5, stroke: '#C9C4B8', 'stroke-width': 2 }) +
  wire(`M${x + 14} ${y + 16} v10 M${x + 30} ${y + 16} v10`, '#777', 4)
const strip = (x: number, y: number, colour = '#F3F1EA') =>
  rect(x, y, 120, 26, colour, { rx: 6, stroke: '#9C988C', 'stroke-width': 2 }) +
  many(4, (i) => wire(`M${x + 18 + i * 28} ${y + 9} v8 m8 -8 v8`, '#666', 3))

export const powerScenes: Record<string, Scene> = {
  'bare-wires': (fixed) =>
    workshop() +
    rect(500, 150, 80, 110, '#C9CFD2', { stroke: '#8E989D', 'stroke-width': 3 }) +
    label(540, 216, '⚡', 36, '#D9A520') +
    (fixed
      ? rect(50, 134, 490, 18, '#EDEFF0', { stroke: '#A9B2B7', 'stroke-width': 2 }) +
        rect(531, 134, 18, 18, '#EDEFF0') +
        rect(120, 152, 14, 116, '#EDEFF0', { stroke: '#A9B2B7', 'stroke-width': 2 }) +
        rect(300, 152, 14, 116, '#EDEFF0', { stroke: '#A9B2B7', 'stroke-width': 2 }) +
        socket(105, 262) +
        socket(285, 262)
      : wire('M40 140 Q130 220 220 138 T400 150 Q470 210 540 160', '#C0392B', 5) +
        wire('M40 148 Q120 250 240 160 T420 168 Q480 230 540 176', '#2F5D8C', 5) +
        wire('M60 138 Q150 190 260 150 Q340 240 420 190 Q480 180 540 190', '#D9A520', 5) +
        wire('M300 190 Q310 260 280 290', '#C0392B', 4) +
        label(282, 318, '✦', 30, '#F2A900') +
        ring(290, 190, 226, 96)) +
    at(30, 300, 0.75, machine(0, 0)),

  'panel-blocked': (fixed) =>
    workshop() +
    rect(230, 90, 180, 210, '#B9C2C6', { stroke: '#7C888E', 'stroke-width': 4 }) +
    wire('M320 92 V298', '#7C888E', 3) +
    label(320, 150, '配电箱', 28, '#3C474C') +
    label(320, 210, '⚡', 52, '#D9A520') +
    (fixed
      ? rect(190, 312, 260, 96, 'none', {
          stroke: '#E7B10A',
          'stroke-width': 8,
          'stroke-dasharray': '26 12',
        }) + label(320, 370, '1米内禁放', 28, '#8A6A00')
      : carton(186, 268, 110, 110) +
        carton(300, 290, 92, 96, '#D3AC7A') +
        carton(206, 190, 84, 78, '#BF9058') +
        carton(396, 258, 90, 122) +
        path('M470 388 Q480 330 520 330 Q566 330 574 388 Z', '#7E8C6B') +
        ring(334, 298, 196, 112)),

  'power-strips': (fixed) =>
    room('#E6E1E9', '#BFB4A3') +
    table(330, 214, 260) +
    rect(390, 140, 120, 70, '#2F3A40', { rx: 4 }) +
    rect(398, 148, 104, 54, '#8FB8CC') +
    rect(440, 206, 22, 10, '#2F3A40') +
    socket(70, 210) +
    (fixed
      ? socket(130, 210) +
        socket(190, 210) +
        wire('M212 232 Q300 270 400 226', '#444', 5) +
        sign(62, 140, '固定插座', '#0B7A3B')
      : wire('M92 240 Q96 330 60 344', '#444', 5) +
        strip(40, 336) +
        wire('M160 350 Q190 380 210 356', '#444', 5) +
        strip(206, 344, '#E8D9C0') +
        wire('M326 358 Q350 390 366 366', '#444', 5) +
        strip(362, 352) +
        wire(
          'M420 352 Q430 300 440 226 M450 352 Q500 320 560 340 M250 344 Q240 310 270 300 M290 344 Q310 300 320 250',
          '#444',
          4,
        ) +
        rect(540, 316, 66, 78, '#D9D5CB', { rx: 6 }) +
        label(573, 364, '电暖器', 16, '#8C3A1E') +
        ring(270, 356, 248, 48)),

  'site-cables': (fixed) =>
    outdoors('#C9B48F') +
    rect(420, 60, 200, 236, '#C7C2B8') +
    many(4, (i) => wire(`M420 ${100 + i * 56} H620`, '#9A958A', 4)) +
    many(5, (i) => wire(`M${430 + i * 45} 60 V296`, '#8A6F3F', 5)) +
    rect(70, 190, 80, 110, '#E0A52B', { stroke: '#8A6A00', 'stroke-width': 3 }) +
    label(110, 250, '⚡', 40, '#3B2F00') +
    (fixed
      ? many(4, (i) => rect(196 + i * 76, 150, 9, 160, '#8A6F3F') + circle(200 + i * 76, 152, 8, '#FFF')) +
        wire('M150 210 Q170 160 200 154 Q238 172 276 154 Q314 172 352 154 Q390 172 428 154', '#333', 6) +
        sign(180, 350, '架空敷设 一机一闸', '#0B7A3B', 200)
      : wire('M150 280 Q200 340 270 330 T400 360 T560 330', '#333', 8) +
        wire('M150 290 Q220 390 330 370 T600 392', '#B5432F', 7) +
        ellipse(330, 372, 86, 16, '#8FB2C4', { opacity: 0.8 }) +
        wire('M400 358 l16 -8', '#D9A520', 8) +
        ring(340, 356, 236, 54)),

  'ebike-indoors': (fixed) =>
    room('#EDE3D2', '#C8B79C') +
    rect(40, 70, 110, 232, '#A9845B') +
    circle(136, 190, 6, '#E8C873') +
    window(430, 80, 150, 110) +
    (fixed
      ? sign(190, 110, '电动车禁止入户', '#C9302C') +
        at(0, 0, 1, table(330, 242, 220)) +
        rect(392, 192, 60, 50, '#7FA08E', { rx: 8 }) +
        circle(422, 172, 32, '#5C8F5F') +
        circle(400, 186, 20, '#6FA572') +
        circle(446, 186, 20, '#6FA572')
      : socket(520, 226) +
        ebike(230, 372, 1.5) +
        wire('M542 262 Q560 400 470 392 Q380 386 330 330', '#E0642B', 5) +
        flame(346, 326, 0.8) +
        ring(338, 300, 190, 108)),

  'charging-point': (fixed) =>
    outdoors() +
    rect(30, 30, 240, 270, '#D9CDB9') +
    many(4, (i) => window(60 + (i % 2) * 110, 58 + Math.floor(i / 2) * 96, 60, 50)) +
    (fixed
      ? area('290,150 620,126 632,150 290,176', '#4F8A6A') +
        rect(300, 170, 10, 170, '#5E6C73') +
        rect(608, 150, 10, 190, '#5E6C73') +
        many(
          3,
          (i) =>
            rect(340 + i * 92, 196, 28, 44, '#F4F2EC', { stroke: '#5E6C73', 'stroke-width': 3 }) +
            circle(354 + i * 92, 212, 6, '#2FA84F'),
        ) +
        many(3, (i) => ebike(328 + i * 96, 352, 0.62, ['#3A7CA5', '#A5483A', '#6B7F3A'][i])) +
        sign(390, 76, '集中充电点', '#0B7A3B') +
        extinguisher(268, 262, 0.9)
      : ebike(300, 356, 0.95) +
        ebike(420, 386, 0.95, '#A5483A') +
        wire('M120 108 Q260 160 340 300', '#E0642B', 5) +
        wire('M230 204 Q400 200 470 330', '#333', 5) +
        rect(330, 292, 26, 16, '#333') +
        ring(300, 210, 206, 150)),

  'forklift-charging': (fixed) => {
    const truck = at(
      250,
      240,
      1.15,
      shadow(80, 112, 110, 8) +
        path('M10 100 V50 H60 L76 6 H124 L134 60 V100 Z', '#E0A52B') +
        rect(82, 14, 36, 34, '#CFE3EC') +
        wire('M150 0 V110 H204', '#4A4A4A', 9) +
        circle(36, 98, 17, '#2B2B2B') +
        circle(114, 98, 17, '#2B2B2B'),
    )
    const goods = many(6, (i) =>
      carton(430 + (i % 2) * 84, 300 - Math.floor(i / 2) * 72, 80, 70, i % 2 ? '#C99D66' : '#D3AC7A'),
    )
    return (
      workshop() +
      goods +
      rect(70, 170, 72, 130, '#7C9AA6', { rx: 5 }) +
      label(106, 232, '充电', 24, '#FFF') +
      (fixed
        ? rect(396, 40, 26, 362, '#B5654A') +
          many(20, (i) => wire(`M396 ${40 + i * 18} h26`, '#E3CDBF', 2)) +
          sign(170, 120, '充电专区', '#0B7A3B') +
          at(-112, 0, 1, truck) +
          wire('M142 240 Q160 300 160 330', '#333', 6)
        : truck + wire('M142 240 Q190 380 260 330', '#333', 6) + ring(404, 320, 190, 92))
    )
  },

  'gas-bedroom': (fixed) =>
    room('#E9E4EF', '#C4AF92') +
    window(60, 70, 150, 120) +
    bed(250, 268, 1.5) +
    (fixed
      ? sign(330, 120, '卧室禁放气瓶', '#C9302C') +
        rect(110, 250, 70, 64, '#9A7449') +
        ellipse(145, 240, 26, 10, '#F4E3A8') +
        rect(140, 240, 10, 14, '#777')
      : gasCylinder(120, 256, 1.15) +
        gasCylinder(176, 270, 1.05, '#7D8F86') +
        wire('M154 268 Q180 220 240 232', '#D9822B', 5) +
        ring(176, 318, 96, 84)),

  'gas-hose': (fixed) =>
    room('#F0EEE6', '#BDB5A6') +
    many(24, (i) =>
      rect((i % 8) * 80 + 2, Math.floor(i / 8) * 80 + 40, 76, 76, '#F7F6F1', {
        stroke: '#DDD9CE',
        'stroke-width': 1,
      }),
    ) +
    rect(270, 236, 340, 20, '#9BA5AA') +
    rect(290, 256, 300, 150, '#C6CDD0') +
    rect(330, 206, 200, 30, '#3B4347', { rx: 4 }) +
    flame(380, 204, 0.7) +
    flame(470, 204, 0.7) +
    gasCylinder(110, 262, 1.2) +
    (fixed
      ? wire('M146 276 V236 H280 V220 H330', '#D9A520', 10) +
        wire('M146 276 V236 H280 V220 H330', '#F3D67A', 4, { 'stroke-dasharray': '3 5' }) +
        sign(170, 160, '金属软管', '#0B7A3B')
      : wire('M146 276 Q120 180 220 226 Q300 280 250 330 Q210 380 300 372 Q340 330 322 226', '#D9822B', 10) +
        many(7, (i) => wire(`M${214 + i * 10} ${222 + i * 8} l7 -9`, '#6B3A10', 3)) +
        label(236, 352, '裂', 22, '#CF1322') +
        ring(246, 292, 112, 112)),

  'gas-alarm': (fixed) =>
    room('#F1EDE2', '#BBB2A1') +
    rect(60, 226, 520, 20, '#9BA5AA') +
    rect(76, 246, 488, 150, '#C6CDD0') +
    many(3, (i) => rect(110 + i * 150, 200, 110, 26, '#3B4347', { rx: 4 }) + flame(158 + i * 150, 198, 0.8)) +
    area('80,40 560,40 500,110 140,110', '#B3BDC2') +
    (fixed
      ? rect(520, 136, 76, 54, '#FBFBF8', { rx: 6, stroke: '#A9B2B7', 'stroke-width': 3 }) +
        circle(540, 154, 6, '#2FA84F') +
        label(564, 180, '0%LEL', 15, '#333') +
        wire('M558 136 V120', '#777', 4) +
        rect(44, 256, 30, 40, '#C9302C', { rx: 4 }) +
        label(318, 330, '报警联动切断阀', 24, '#4A565C')
      : rect(520, 136, 76, 54, 'none', { stroke: '#8C8676', 'stroke-width': 3, 'stroke-dasharray': '7 6' }) +
        label(558, 170, '未安装', 18, '#8C3A1E') +
        ring(558, 163, 66, 52) +
        gasCylinder(110, 270, 1.05)),

  'cylinders-mixed': (fixed) =>
    room('#E3E6E0', '#B9B9B1') +
    (fixed
      ? rect(50, 120, 240, 268, 'none', { stroke: '#0B7A3B', 'stroke-width': 6 }) +
        rect(350, 120, 240, 268, 'none', { stroke: '#5E6C73', 'stroke-width': 6 }) +
        sign(124, 84, '实瓶区', '#0B7A3B', 92) +
        sign(424, 84, '空瓶区', '#5E6C73', 92) +
        many(3, (i) => gasCylinder(70 + i * 72, 240, 1.05, '#7A9A86')) +
        many(3, (i) => gasCylinder(370 + i * 72, 240, 1.05, '#B9BDB6'))
      : many(6, (i) => gasCylinder(50 + i * 92, 176, 1, i % 2 ? '#B9BDB6' : '#7A9A86')) +
        many(5, (i) => gasCylinder(90 + i * 100, 262, 1.1, i % 2 ? '#7A9A86' : '#B9BDB6')) +
        ring(320, 280, 282, 128)) +
    detector(320, 0),

  'smoke-detector': (fixed) =>
    area('0,0 640,0 640,150 0,150', '#F6F2E9') +
    rect(0, 150, 640, 274, '#E6DDCC') +
    rect(0, 146, 640, 8, '#D5CBB7') +
    bed(60, 336, 1.25) +
    window(420, 210, 150, 110) +
    (fixed
      ? at(
          180,
          20,
          1.9,
          rect(40, 0, 68, 10, '#D8D8D8', { rx: 4 }) +
            path('M48 10 H100 L90 30 H58 Z', '#FFF', { stroke: '#C6C6C6' }) +
            circle(82, 21, 4, '#2FA84F'),
        ) +
        wire('M250 100 q-22 14 0 28 M400 100 q22 14 0 28', '#B7C7CF', 0) +
        sign(424, 60, '烟感在线', '#0B7A3B')
      : circle(320, 74, 34, 'none', { stroke: '#8C8676', 'stroke-width': 4, 'stroke-dasharray': '9 7' }) +
        label(320, 84, '无', 28, '#8C3A1E') +
        ring(320, 74, 86, 56)),
}
