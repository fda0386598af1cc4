import type { Scene } from './picture-scenes-escape.ts'
import {
  area,
  at,
  bricks,
  carton,
  circle,
  ellipse,
  extinguisher,
  flame,
  label,
  machine,
  many,
  outdoors,
  path,
  rect,
  ring,
  room,
  sign,
  table,
  window,
  wire,
  workshop,
} from './picture-shapes.ts'

const can = (x: number, y: number, colour: string, text: string) =>
  rect(x, y, 58, 66, colour, { rx: 5, stroke: '#5A5A5A', 'stroke-width': 2 }) +
  ellipse(x + 29, y + 3, 29, 7, '#DADADA', { stroke: '#5A5A5A', 'stroke-width': 2 }) +
  label(x + 29, y + 44, text, 18, '#FFF')
const shelf = (x: number, y: number, width: number, height: number) =>
  rect(x, y, 8, height, '#5E6C73') +
  rect(x + width - 8, y, 8, height, '#5E6C73') +
  many(3, (i) => rect(x, y + (i * height) / 3 + height / 4, width, 8, '#7C8A91'))

export const siteScenes: Record<string, Scene> = {
  'extinguisher-missing': (fixed) =>
    workshop() +
    rect(216, 190, 208, 132, '#F3EFE6', { stroke: '#B8AF9C', 'stroke-width': 3 }) +
    rect(216, 150, 208, 36, '#C9302C', { rx: 3 }) +
    label(320, 176, '灭火器放置点', 22, '#FFF') +
    (fixed
      ? extinguisher(258, 220, 1.1) +
        extinguisher(346, 220, 1.1) +
        rect(440, 230, 66, 84, '#FFF', { stroke: '#A9B2B7', 'stroke-width': 2 }) +
        label(473, 256, '检查卡', 16, '#333') +
        many(3, (i) => wire(`M450 ${272 + i * 12} h46`, '#0B7A3B', 3))
      : rect(258, 228, 36, 84, 'none', { stroke: '#9C9484', 'stroke-width': 3, 'stroke-dasharray': '7 6' }) +
        rect(346, 228, 36, 84, 'none', { stroke: '#9C9484', 'stroke-width': 3, 'stroke-dasharray': '7 6' }) +
        wire('M232 316 l26 -14 M392 204 l18 -10', '#CFC7B6', 3) +
        ring(320, 262, 128, 74)),

  'hydrant-empty': (fixed) =>
    room('#E4E0D6', '#BFBBB1') +
    rect(200, 70, 240, 262, '#C9302C', { rx: 4 }) +
    rect(216, 86, 208, 230, fixed ? '#F3E9E4' : '#E7DFD8') +
    label(320, 58, '消火栓', 28, '#C9302C') +
    area('440,70 540,44 540,354 440,332', '#B52A27') +
    circle(260, 284, 18, '#8F9A9F') +
    rect(236, 276, 24, 16, '#8F9A9F') +
    (fixed
      ? many(4, (i) =>
          circle(340, 176, 62 - i * 14, 'none', {
            stroke: i % 2 ? '#E9E2D2' : '#D4CBB6',
            'stroke-width': 12,
          }),
        ) +
        area('236,110 252,110 262,232 228,232', '#C9A24A') +
        circle(244, 116, 10, '#8F9A9F')
      : rect(250, 120, 140, 120, 'none', {
          stroke: '#9C9484',
          'stroke-width': 3,
          'stroke-dasharray': '8 7',
        }) +
        label(320, 190, '水带、水枪缺失', 18, '#8C3A1E') +
        ring(320, 196, 112, 96)),

  'alarm-panel': (fixed) =>
    room('#DFE4E8', '#AEB4B8') +
    rect(170, 60, 300, 240, '#D5DADD', { rx: 6, stroke: '#8C969B', 'stroke-width': 4 }) +
    rect(200, 92, 240, 84, fixed ? '#BFE3C4' : '#4A5256') +
    label(320, 144, fixed ? '系统正常' : '主机已关机', 32, fixed ? '#0B5A2B' : '#9AA3A7') +
    many(6, (i) => circle(222 + i * 40, 206, 9, fixed ? '#2FA84F' : '#8C969B')) +
    many(8, (i) => rect(206 + (i % 4) * 60, 230 + Math.floor(i / 4) * 30, 46, 20, '#F5F6F7', { rx: 3 })) +
    table(120, 318, 400) +
    (fixed
      ? circle(90, 230, 26, '#E6C3A0') +
        path('M50 340 Q54 262 90 262 Q128 262 130 340 Z', '#2F4A68') +
        sign(500, 120, '值守', '#0B7A3B', 76)
      : rect(64, 250, 60, 100, '#8A6F4F', { rx: 8 }) + label(94, 300, '空', 24, '#FFF') + ring(320, 134, 150, 66)),

  'pump-pressure': (fixed) =>
    room('#DCE2E4', '#B2B8B9') +
    wire('M60 250 H600', '#C9302C', 30) +
    wire('M180 250 V400 M470 250 V400', '#C9302C', 24) +
    rect(110, 330, 140, 74, '#3F6C8A', { rx: 10 }) +
    rect(400, 330, 140, 74, '#3F6C8A', { rx: 10 }) +
    circle(320, 150, 92, '#FBFBF8', { stroke: '#5E6C73', 'stroke-width': 9 }) +
    rect(310, 236, 20, 20, '#8F7A3A') +
    many(11, (i) => {
      const turn = Math.PI * (0.8 + (i * 1.4) / 10)
      return wire(
        `M${320 + 72 * Math.cos(turn)} ${150 + 72 * Math.sin(turn)} L${320 + 82 * Math.cos(turn)} ${150 + 82 * Math.sin(turn)}`,
        '#444',
        4,
      )
    }) +
    wire(fixed ? 'M320 150 L356 92' : 'M320 150 L262 188', '#C9302C', 6) +
    circle(320, 150, 9, '#333') +
    label(320, 212, fixed ? '0.6 MPa' : '0.0 MPa', 20, '#333') +
    (fixed ? sign(460, 110, '压力正常', '#0B7A3B') : ring(320, 150, 116, 112)),

  'goods-ceiling': (fixed) =>
    room('#EEE6D6', '#C5B598') +
    rect(250, 0, 140, 18, '#FFF6C9', { stroke: '#CFC39A', 'stroke-width': 3 }) +
    rect(500, 110, 90, 192, '#A9845B') +
    label(545, 210, '后门', 24, '#FFF') +
    (fixed
      ? shelf(60, 150, 340, 210) +
        many(6, (i) => carton(76 + i * 52, 156, 44, 44)) +
        many(6, (i) => carton(76 + i * 52, 226, 44, 44, '#D3AC7A')) +
        many(6, (i) => carton(76 + i * 52, 296, 44, 44, '#BF9058'))
      : many(25, (i) =>
          carton(70 + (i % 5) * 84, 330 - Math.floor(i / 5) * 78, 80, 74, ['#C99D66', '#D3AC7A', '#BF9058'][i % 3]),
        ) +
        carton(490, 296, 90, 96) +
        carton(500, 216, 80, 78, '#D3AC7A') +
        flame(322, 44, 0.6) +
        ring(320, 44, 130, 46)),

  'warehouse-high': (fixed) =>
    workshop() +
    many(fixed ? 6 : 18, (i) =>
      carton(
        60 + (i % 3) * 96 + (fixed ? 40 : 0),
        316 - Math.floor(i / 3) * (fixed ? 82 : 60),
        92,
        fixed ? 78 : 58,
        i % 2 ? '#C99D66' : '#D3AC7A',
      ),
    ) +
    (fixed
      ? wire('M60 402 H560 M410 300 V402', '#E7B10A', 7) +
        extinguisher(470, 268, 1.3) +
        extinguisher(520, 268, 1.3) +
        sign(440, 200, '器材畅通', '#0B7A3B')
      : carton(420, 306, 110, 96) +
        carton(440, 226, 84, 78, '#BF9058') +
        extinguisher(536, 292, 1.1) +
        rect(506, 286, 46, 110, '#C99D66', { opacity: 0.92, stroke: '#8D6A3D', 'stroke-width': 2 }) +
        ring(200, 90, 170, 80) +
        ring(524, 340, 76, 70)),

  'room-partition': (fixed) =>
    room('#EFE8DA', '#CDBA9A') +
    (fixed
      ? window(80, 70, 190, 140) +
        rect(360, 176, 230, 70, '#8FA889', { rx: 14 }) +
        rect(346, 230, 258, 96, '#7C977A', { rx: 14 }) +
        table(120, 286, 170) +
        sign(396, 96, '已恢复客厅', '#0B7A3B')
      : many(
          3,
          (i) =>
            rect(60 + i * 190, 60, 160, 270, '#D8B384', { stroke: '#9C7646', 'stroke-width': 4 }) +
            many(5, (n) => wire(`M${60 + i * 190} ${100 + n * 50} q40 -10 80 0 t80 0`, '#C29A66', 2)) +
            rect(96 + i * 190, 130, 88, 200, '#B98F5C', { stroke: '#8A6638', 'stroke-width': 3 }) +
            label(140 + i * 190, 190, `${i + 1}号间`, 24, '#FFF') +
            circle(172 + i * 190, 244, 6, '#F0D38A'),
        ) + ring(330, 196, 294, 166)),

  'factory-partition': (fixed) =>
    workshop() +
    at(40, 246, 1, machine(0, 0)) +
    at(440, 246, 1, machine(0, 0)) +
    sign(76, 130, '甲厂车间', '#4F6D8A') +
    sign(486, 130, '乙厂车间', '#8C6A4F') +
    (fixed
      ? bricks(286, 0, 68, 410) + rect(280, 0, 6, 410, '#8F4E38') + rect(354, 0, 6, 410, '#8F4E38')
      : rect(300, 110, 40, 296, '#D8B384', { stroke: '#9C7646', 'stroke-width': 3 }) +
        wire('M300 160 L340 150 M300 240 L340 230 M300 320 L340 310', '#9C7646', 3) +
        path('M306 340 l20 -14 l10 30 l-22 14 Z', '#6B6F71') +
        sign(276, 66, '胶合板', '#8C3A1E', 88) +
        ring(320, 246, 70, 176)),

  'roof-panels': (fixed) => {
    const layer = fixed ? '#B9B4A6' : '#F3D98B'
    return (
      outdoors() +
      rect(110, 210, 420, 150, '#D8D2C4') +
      many(4, (i) => window(140 + i * 98, 246, 60, 54)) +
      area('70,214 320,70 570,214 540,222 320,98 100,222', '#6E8796') +
      area('100,222 320,98 540,222 510,230 320,122 130,230', layer) +
      area('130,230 320,122 510,230', '#D8D2C4') +
      area('130,230 320,122 510,230 490,236 320,138 150,236', '#6E8796') +
      (fixed
        ? label(320, 206, '岩棉夹芯 A级', 24, '#4A565C') + sign(250, 372, '耐火材料', '#0B7A3B', 140)
        : many(9, (i) => circle(160 + i * 18, 206 - i * 10, 3, '#B9932B')) +
          label(320, 206, '泡沫夹芯', 24, '#8C3A1E') +
          flame(440, 178, 1) +
          ring(320, 150, 230, 92))
    )
  },

  'gap-occupied': (fixed) =>
    outdoors() +
    rect(0, 60, 200, 240, '#D6CBB8') +
    many(4, (i) => window(30 + (i % 2) * 84, 96 + Math.floor(i / 2) * 92, 52, 50)) +
    rect(440, 60, 200, 240, '#CBBFAF') +
    many(4, (i) => window(470 + (i % 2) * 84, 96 + Math.floor(i / 2) * 92, 52, 50)) +
    (fixed
      ? area('200,296 440,296 520,424 120,424', '#AEB1B0') +
        wire('M214 330 H426', '#0B7A3B', 5) +
        wire('M226 322 L214 330 L226 338 M414 322 L426 330 L414 338', '#0B7A3B', 5) +
        label(320, 318, '防火间距', 24, '#0B5A2B') +
        label(320, 384, '保持畅通', 34, '#FFF', { opacity: 0.9 })
      : area('196,120 444,150 444,170 196,140', '#4F86A6') +
        many(8, (i) => wire(`M${214 + i * 30} ${124 + i * 3.6} v19`, '#37657F', 3)) +
        rect(310, 150, 9, 160, '#6E7F88') +
        many(6, (i) =>
          carton(220 + (i % 3) * 70, 300 - Math.floor(i / 3) * 64, 66, 62, i % 2 ? '#C99D66' : '#BF9058'),
        ) +
        ring(320, 230, 150, 140)),

  'hot-work': (fixed) => {
    const welder =
      circle(250, 200, 26, fixed ? '#3B4347' : '#E6C3A0') +
      path('M206 330 Q206 232 250 232 Q296 232 300 330 Z', '#3F5F7A') +
      wire('M286 260 L344 288', '#3F5F7A', 18) +
      rect(222, 330, 26, 66, '#2F3A40') +
      rect(258, 330, 26, 66, '#2F3A40') +
      (fixed ? rect(262, 186, 18, 22, '#8FB8CC') : '')
    return (
      workshop() +
      rect(330, 300, 150, 14, '#6E7F88') +
      rect(346, 314, 12, 84, '#5E6C73') +
      rect(452, 314, 12, 84, '#5E6C73') +
      welder +
      label(356, 300, '✦', 44, '#F9C846') +
      (fixed
        ? rect(500, 160, 12, 240, '#8C969B') +
          area('512,170 610,170 610,360 512,360', '#B5432F', { opacity: 0.85 }) +
          label(560, 272, '防火毯', 24, '#FFF') +
          extinguisher(130, 308, 1.05) +
          circle(70, 200, 24, '#E6C3A0') +
          path('M44 180 h52 v-8 q-26 -22 -52 0 Z', '#E0A52B') +
          path('M30 330 Q30 230 70 230 Q110 230 112 330 Z', '#D9822B') +
          label(70, 290, '看火', 22, '#FFF')
        : carton(500, 310, 90, 84) +
          path('M500 400 Q512 250 560 262 Q616 270 620 400 Z', '#E4DCCB') +
          label(562, 350, '泡沫碎布', 18, '#6B4A2B') +
          many(6, (i) => circle(380 + i * 24, 300 + (i % 3) * 16, 4, '#F9A825')) +
          flame(500, 300, 0.8) +
          ring(470, 330, 160, 90))
    )
  },

  solvents: (fixed) =>
    room('#EDE6DA', '#C3B59C') +
    (fixed
      ? rect(210, 90, 220, 280, '#E7B10A', { rx: 5, stroke: '#8A6A00', 'stroke-width': 4 }) +
        wire('M320 92 V368', '#8A6A00', 3) +
        label(320, 150, '防爆柜', 32, '#3B2F00') +
        label(320, 250, '🜂', 10, '#E7B10A') +
        circle(304, 230, 6, '#3B2F00') +
        circle(336, 230, 6, '#3B2F00') +
        sign(470, 150, '限量存放', '#0B7A3B') +
        extinguisher(470, 282, 1.2)
      : shelf(60, 70, 300, 250) +
        many(4, (i) => can(76 + i * 70, 70, '#A5483A', '油漆')) +
        many(4, (i) => can(76 + i * 70, 150, '#4F6D8A', '酒精')) +
        many(6, (i) => can(60 + i * 92, 330 - (i % 2) * 6, i % 2 ? '#6B7F3A' : '#A5483A', i % 2 ? '稀料' : '油漆')) +
        many(3, (i) => can(400 + i * 66, 262, '#8C6A4F', '胶水')) +
        ring(310, 300, 292, 112)),

  'edge-open': (fixed) =>
    rect(0, 0, 640, 424, '#D5E7F1') +
    rect(0, 300, 420, 124, '#B7B2A8') +
    rect(0, 286, 430, 22, '#CBC6BC') +
    rect(0, 40, 430, 22, '#CBC6BC') +
    rect(60, 62, 40, 224, '#BDB8AE') +
    rect(300, 62, 40, 224, '#BDB8AE') +
    many(3, (i) => rect(470 + i * 58, 250 + i * 20, 44, 174 - i * 20, '#A9B8C0', { opacity: 0.6 })) +
    (fixed
      ? many(3, (i) => rect(206 + i * 108, 186, 8, 102, '#C9302C')) +
        wire('M120 196 H430 M120 240 H430', '#5E6C73', 13) +
        wire('M120 196 H430 M120 240 H430', '#F4F2EC', 9) +
        wire('M120 196 H430 M120 240 H430', '#C9302C', 9, { 'stroke-dasharray': '26 22' }) +
        many(10, (i) => wire(`M${130 + i * 30} 196 V284`, '#2F8A5A', 2)) +
        sign(150, 120, '临边防护', '#0B7A3B')
      : circle(376, 180, 18, '#E6C3A0') +
        path('M352 168 h48 v-7 q-24 -20 -48 0 Z', '#E0A52B') +
        path('M350 286 V226 Q352 202 376 202 Q400 202 402 226 V286 Z', '#D9822B') +
        ring(424, 250, 90, 96)),

  'hood-greasy': (fixed) =>
    room('#EFECE4', '#BDB5A6') +
    rect(280, 0, 90, 80, fixed ? '#C9D1D5' : '#8A7A5E') +
    area('130,180 510,180 430,76 210,76', fixed ? '#D3DADD' : '#9C8A68') +
    rect(130, 180, 380, 20, fixed ? '#BFC8CC' : '#7D6B4B') +
    rect(100, 280, 440, 20, '#9BA5AA') +
    rect(120, 300, 400, 110, '#C6CDD0') +
    ellipse(240, 276, 70, 14, '#3B4347') +
    ellipse(410, 276, 70, 14, '#3B4347') +
    (fixed
      ? wire('M230 100 L210 160 M260 100 L246 160', '#FFF', 6, { opacity: 0.8 }) +
        sign(400, 110, '已清洗', '#0B7A3B', 96) +
        rect(40, 120, 80, 110, '#FFF', { stroke: '#A9B2B7', 'stroke-width': 2 }) +
        label(80, 148, '清洗记录', 16, '#333') +
        many(4, (i) => wire(`M52 ${166 + i * 14} h56`, '#0B7A3B', 3))
      : many(11, (i) => path(`M${146 + i * 33} 200 q6 ${18 + (i % 4) * 11} 10 0 Z`, '#5A4A2B')) +
        many(9, (i) => ellipse(190 + i * 32, 120 + (i % 3) * 18, 14, 8, '#5A4A2B', { opacity: 0.55 })) +
        flame(240, 268, 1.1) +
        ring(320, 160, 216, 84)),

  candles: (fixed) =>
    room('#8E3F33', '#7C5B45') +
    rect(0, 0, 40, 302, '#6B2A22') +
    rect(600, 0, 40, 302, '#6B2A22') +
    many(2, (i) => circle(240 + i * 160, 70, 30, '#D9302C') + rect(226 + i * 160, 96, 28, 16, '#E7B10A')) +
    rect(160, 256, 320, 22, '#5E2F1E') +
    rect(180, 278, 280, 110, '#74402A') +
    (fixed
      ? rect(206, 142, 228, 114, '#DCEEF4', { opacity: 0.55, stroke: '#E7B10A', 'stroke-width': 5 }) +
        many(4, (i) => rect(234 + i * 48, 196, 14, 60, '#F4E3D0') + circle(241 + i * 48, 188, 7, '#FFE08A')) +
        extinguisher(520, 296, 1.1) +
        label(320, 350, '电子香烛 专人看管', 22, '#F4E3D0')
      : path('M60 0 Q150 60 130 160 Q200 200 186 256 L90 300 H40 V0 Z', '#E0A52B') +
        path('M580 0 Q490 60 510 160 Q440 200 454 256 L550 300 H600 V0 Z', '#E0A52B') +
        many(6, (i) => rect(206 + i * 42, 196, 12, 60, '#C9302C') + flame(208 + i * 42, 196, 0.62)) +
        ring(206, 206, 92, 84)),

  'ledger-missing': (fixed) =>
    room('#E9E6DC', '#B9A98C') +
    table(90, 262, 460) +
    window(60, 60, 160, 120) +
    rect(400, 60, 180, 120, '#F4F2EC', { stroke: '#A9A08C', 'stroke-width': 5 }) +
    label(490, 90, '安全生产公示栏', 18, '#5E6C73') +
    (fixed
      ? many(6, (i) => rect(418 + (i % 3) * 52, 102 + Math.floor(i / 3) * 36, 44, 30, '#DDEBDD')) +
        rect(210, 196, 100, 66, '#2F6B4A', { rx: 3 }) +
        label(260, 236, '排查台账', 20, '#FFF') +
        rect(330, 238, 120, 24, '#FFF', { stroke: '#BBB', 'stroke-width': 2 }) +
        wire('M342 250 q10 -8 16 0 t18 0 t18 -2', '#2F5D8C', 3)
      : label(490, 140, '(空白)', 24, '#A9A08C') +
        rect(230, 234, 150, 28, '#E2D6B8', { stroke: '#B8AB88', 'stroke-width': 2 }) +
        label(305, 255, '无记录', 18, '#8C3A1E') +
        ring(305, 244, 112, 52)),
}
