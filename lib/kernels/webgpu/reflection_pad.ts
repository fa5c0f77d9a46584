/**
 * The gradient of reflection padding on webgpu: each pixel gathers what was made of it.
 *
 * @module
 */
import { REFLECTION_PAD_GRAD } from "../reflection_pad.ts";
import { elementwise } from "./elementwise.ts";
import { addKernel } from "./own_kernel.ts";
import { vectorWidth } from "./vector_width.ts";

/** A place along one axis where a pixel is found, and when it is found there, in WGSL. */
interface Place {
  readonly at: string;
  readonly where: string;
}

/** A pixel and its mirror images in the two borders, along an axis of this length. */
function placesOf(name: string, length: number, pad: number): Place[] {
  const last = length - 1;
  return [
    { at: `${name} + ${pad}`, where: "true" },
    { at: `${pad} - ${name}`, where: `(${name} >= 1 && ${name} <= ${pad})` },
    {
      at: `${2 * last + pad} - ${name}`,
      where: `(${name} >= ${last - pad} && ${name} < ${last})`,
    },
  ];
}

/** Registers Im2imReflectionPadGrad for tfjs' webgpu backend. */
export function registerReflectionPad(): void {
  addKernel(REFLECTION_PAD_GRAD, ({ inputs: { dy }, attrs, backend }) => {
    const pad = attrs.pad as number, [batch, padHeight, padWidth, channels] = dy.shape;
    const height = padHeight - 2 * pad, width = padWidth - 2 * pad;
    const { columns } = vectorWidth(channels);
    const terms = placesOf("y", height, pad).flatMap((y) =>
      placesOf("x", width, pad).map((x) => {
        const pixel = `(first + ${y.at}) * ${padWidth} + ${x.at}`;
        return `  if (${y.where} && ${x.where}) { sum += dy[u32(${pixel}) * ${columns}u + c]; }`;
      })
    );
    return elementwise(backend, {
      key: `reflectionPadGrad ${pad}`,
      shape: [batch, height, width, channels],
      reads: { dy },
      body: `  let y = i32(row / ${width}u % ${height}u);
  let x = i32(row % ${width}u);
  let first = i32(row / ${height * width}u) * ${padHeight};
  var sum = T(0.0);
${terms.join("\n")}
  out[i] = sum;`,
    });
  });
}
