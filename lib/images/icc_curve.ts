/**
 * The tone curve of a colour profile.
 *
 * @module
 */

/** From a stored value to light, both from 0 to 1. */
export type ToneCurve = (value: number) => number;

/**
 * Reads a curve of a profile, sampled or as a formula.
 *
 * Source: ICC.1:2022, 10.6 (curveType) and 10.18 (parametricCurveType).
 *
 * @param view the profile
 * @param place where the curve begins
 * @returns undefined for a kind of curve that is not known
 * @throws RangeError if it lies beyond the profile's end
 */
export function readToneCurve(view: DataView, place: number): ToneCurve | undefined {
  const type = view.getUint32(place);
  if (type === CURVE) return sampledCurve(view, place + 8);
  if (type === PARAMETRIC) return parametricCurve(view, place + 8);
}

const CURVE = 0x63757276, PARAMETRIC = 0x70617261;

function sampledCurve(view: DataView, place: number): ToneCurve {
  const count = view.getUint32(place);
  if (count === 0) return (value) => value;
  if (count === 1) {
    const gamma = view.getUint16(place + 4) / 256;
    return (value) => value ** gamma;
  }
  view.getUint16(place + 2 + 2 * count); // throws if the last one is missing
  return (value) => {
    const exact = value * (count - 1), below = Math.min(Math.floor(exact), count - 2);
    const sample = (i: number) => view.getUint16(place + 4 + 2 * i) / 65535;
    return sample(below) + (exact - below) * (sample(below + 1) - sample(below));
  };
}

/**
 * value >= d ? (a value + b)^g + e : c value + f. Parameters that a type leaves out are as below.
 */
function parametricCurve(view: DataView, place: number): ToneCurve | undefined {
  const type = view.getUint16(place);
  if (type > 4) return;
  const at = (i: number) => view.getInt32(place + 4 + 4 * i) / 65536;
  const g = at(0);
  if (type === 0) return (value) => value ** g;
  const a = at(1), b = at(2);
  if (type < 3) {
    const c = type === 2 ? at(3) : 0;
    return (value) => value >= -b / a ? (a * value + b) ** g + c : c;
  }
  const c = at(3), d = at(4), e = type === 4 ? at(5) : 0, f = type === 4 ? at(6) : 0;
  return (value) => value >= d ? (a * value + b) ** g + e : c * value + f;
}
