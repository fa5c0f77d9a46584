/**
 * Numbers along a logarithmic axis.
 *
 * @module
 */

/**
 * A scale whose logarithmic axis is labelled at powers of ten only, by plain numbers: 0.1 where
 * Observable Plot says "100m". A scale with ticks or a format of its own is not changed.
 *
 * @param scale settings of one of Plot's scales
 */
export function plainTicks<Scale extends Readonly<Record<string, unknown>>>(scale: Scale): Scale {
  if (scale.type !== "log" || scale.tickFormat || scale.ticks) return scale;
  return { ...scale, tickFormat: powerOfTen };
}

function powerOfTen(value: number): string {
  const power = Math.log10(value);
  return Math.abs(power - Math.round(power)) < 1e-9 ? String(Number(value.toPrecision(12))) : "";
}
