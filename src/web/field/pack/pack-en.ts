import type { PackWord } from './pack-zh.ts'

export const packEn: Record<PackWord, string> = {
  held: 'Offline data: {places} places, updated {time}, {size}',
  none: 'No offline data yet; please stay connected',
  updating: 'Updating the offline data',
  expired:
    'The offline data was not updated for more than {days} days and was removed from the phone. Connect to update it; what is unsent is untouched.',
  full: 'The phone is full, so the offline data was not updated. Please free some space; what is unsent is untouched.',
  many: '{n} in all (with rooms), close to the limit of {most}. Beyond it nothing works offline: switch to a post in a village or grid.',
}
