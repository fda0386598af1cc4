import { useText } from '#web/text/language.ts'
import { placesEn } from '#web/text/places-en.ts'
import { placesZh } from '#web/text/places-zh.ts'

export const usePlacesText = () => useText(placesZh, placesEn)
