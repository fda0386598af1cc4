import type { pilotWordsZh } from './report-words-zh.ts'

export const pilotWordsEn: Record<keyof typeof pilotWordsZh, string> = {
  'enterprises.inspected': 'Enterprises inspected',
  'shops.inspected': 'Street shops inspected',
  'rentals.inspected': 'Rented rooms inspected',
  'hazards.found': 'Hazards found',
  'hazards.rectified': 'Hazards rectified',
  'hazards.enterprise.found': 'At enterprises',
  'hazards.enterprise.rectified': 'At enterprises, rectified',
  'hazards.shop.found': 'At street shops',
  'hazards.shop.rectified': 'At street shops, rectified',
  'hazards.rental.found': 'At rentals',
  'hazards.immediate.found': 'Mode immediate',
  'hazards.immediate.rectified': 'Mode immediate, rectified',
  'hazards.concentrated.found': 'Mode concentrated',
  'hazards.concentrated.rectified': 'Mode concentrated, rectified',
  'hazards.deadline.found': 'Mode deadline',
  'hazards.deadline.rectified': 'Mode deadline, rectified',
  grids: 'Grids',
  microGrids: 'Micro-grids',
  villages: 'Villages',
  microParks: 'Micro parks',
}
