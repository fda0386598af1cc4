import type { Position } from '#domain/places.ts'

/** Longitude and latitude in degrees. */
export type Point = { lng: number; lat: number }

const { sin, cos, sqrt, abs, atan2, PI } = Math
const semiMajor = 6378245
const eccentricity = 0.006693421622965943

/**
 * As WGS 84, in which phones speak. CGCS2000 differs from it by less than a decimetre; GCJ-02 (高德, 腾讯) is off by
 * some 500 m and has no published inverse, so it is found by iteration to within a metre; BD-09 (百度) lies on top of it.
 */
export function wgs84Of({ lng, lat, datum }: Position): Point {
  if (datum === 'gcj02') return fromGcj02({ lng, lat })
  return datum === 'bd09' ? fromGcj02(gcj02OfBd09({ lng, lat })) : { lng, lat }
}

function fromGcj02(wanted: Point): Point {
  let found = wanted
  for (let n = 0; n < 4; n++) {
    const shifted = gcj02Of(found)
    found = { lng: found.lng + wanted.lng - shifted.lng, lat: found.lat + wanted.lat - shifted.lat }
  }
  return found
}

export function gcj02Of({ lng, lat }: Point): Point {
  const [x, y] = [lng - 105, lat - 35]
  const waves = (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * (2 / 3)
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * sqrt(abs(x)) +
    waves +
    (20 * sin(y * PI) + 40 * sin((y / 3) * PI) + 160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * (2 / 3)
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * sqrt(abs(x)) +
    waves +
    (20 * sin(x * PI) + 40 * sin((x / 3) * PI) + 150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * (2 / 3)
  const radians = (lat / 180) * PI
  const magic = 1 - eccentricity * sin(radians) ** 2
  return {
    lng: lng + (east * 180) / ((semiMajor / sqrt(magic)) * cos(radians) * PI),
    lat: lat + (north * 180) / (((semiMajor * (1 - eccentricity)) / (magic * sqrt(magic))) * PI),
  }
}

function gcj02OfBd09({ lng, lat }: Point): Point {
  const [x, y] = [lng - 0.0065, lat - 0.006]
  const turn = (PI * 3000) / 180
  const far = sqrt(x * x + y * y) - 0.00002 * sin(y * turn)
  const angle = atan2(y, x) - 0.000003 * cos(x * turn)
  return { lng: far * cos(angle), lat: far * sin(angle) }
}
