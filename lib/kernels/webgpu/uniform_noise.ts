/**
 * Adding noise on webgpu, by the hash of ../uniform_noise.ts.
 *
 * @module
 */
import { UNIFORM_NOISE } from "../uniform_noise.ts";
import { elementwise } from "./elementwise.ts";
import { addKernel } from "./own_kernel.ts";
import { vectorWidth } from "./vector_width.ts";

const prelude = `fn mix32(word: u32) -> u32 {
  var h = word ^ (word >> 16u);
  h *= 0x7feb352du;
  h ^= h >> 15u;
  h *= 0x846ca68bu;
  return h ^ (h >> 16u);
}
fn noise(i: u32) -> f32 {
  let h = mix32(mix32(i + u32(seeds[0])) ^ u32(seeds[1]));
  return seeds[2] * (f32(h >> 8u) / 8388608.0 - 1.0);
}
`;

/** Registers Im2imUniformNoise for tfjs' webgpu backend. */
export function registerUniformNoise(): void {
  addKernel(UNIFORM_NOISE, ({ inputs: { x, seeds }, backend }) => {
    const { width } = vectorWidth(x.shape.at(-1) ?? 1);
    return elementwise(backend, {
      key: "uniformNoise",
      shape: x.shape,
      reads: { x },
      scalars: { seeds },
      prelude,
      body: width === 1
        ? "out[i] = x[i] + noise(i);"
        : "out[i] = x[i] + vec4f(noise(4u * i), noise(4u * i + 1u), noise(4u * i + 2u), noise(4u * i + 3u));",
    });
  });
}
