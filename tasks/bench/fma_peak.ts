/**
 * The most that a GPU does through WGSL: a kernel of nothing but fused multiply-adds.
 *
 * @module
 */
import { timeCommands } from "./profile_step.ts";

/** Independent accumulators of a thread, vec4 each: enough to hide a multiply-add's latency. */
const ACCUMULATORS = 8;
const WORKGROUP = 256;
/** Multiply-adds of each accumulator in one turn of the loop. */
const UNROLLED = 8;

/** Naga keeps named variables in registers, not arrays; so everything is written out. */
function fmaShader(): string {
  const names = Array.from({ length: ACCUMULATORS }, (_, i) => `a${i}`);
  const turn = Array.from(
    { length: UNROLLED },
    () => names.map((a) => `    ${a} = fma(${a}, m, b);`).join("\n"),
  ).join("\n");
  return `
@group(0) @binding(0) var<storage, read_write> out: array<f32>;
@group(0) @binding(1) var<uniform> turns: vec4<u32>;

@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let m = vec4<f32>(0.999 + f32(id.x & 1u) * 1e-4);
  let b = vec4<f32>(1e-3);
${names.map((a, i) => `  var ${a} = vec4<f32>(f32(id.x + ${i}u));`).join("\n")}
  for (var t = 0u; t < turns.x; t++) {
${turn}
  }
  let sum = ${names.join(" + ")};
  out[id.x] = sum.x + sum.y + sum.z + sum.w;
}`;
}

/** Settings of {@linkcode fmaPeak}. */
export interface FmaPeakOptions {
  /** Workgroups of 256: many times the processors of a GPU, a few for a software adapter. */
  readonly workgroups: number;
  /** Seconds that one dispatch should last; drivers end dispatches of several seconds. */
  readonly seconds: number;
}

/**
 * Billions of float32 operations a second, best of five dispatches: by the device's own clock where it
 * has timestamp-query, since Deno takes 10 ms to notice that a device is done.
 *
 * @param device which device
 * @param options how much to ask of it
 */
export async function fmaPeak(device: GPUDevice, options: FmaPeakOptions): Promise<number> {
  const { workgroups, seconds } = options;
  const module = device.createShaderModule({ code: fmaShader() });
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module, entryPoint: "main" },
  });
  const out = device.createBuffer({
    size: workgroups * WORKGROUP * 4,
    usage: GPUBufferUsage.STORAGE,
  });
  const turns = device.createBuffer({
    size: 16,
    usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  });
  const group = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [out, turns].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const command = { pipeline, bindGroup: group, grid: [workgroups, 1, 1] as const };
  const run = async (count: number): Promise<number> => {
    device.queue.writeBuffer(turns, 0, new Uint32Array([count, 0, 0, 0]));
    await device.queue.onSubmittedWorkDone();
    if (device.features.has("timestamp-query")) {
      const [ms] = await timeCommands(device, [command]);
      return ms / 1000;
    }
    const encoder = device.createCommandEncoder(), start = performance.now();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(workgroups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return (performance.now() - start) / 1000;
  };
  let count = 16;
  await run(count);
  for (
    let took = await run(count);
    took < seconds / 2 && count < 2 ** 20;
    took = await run(count)
  ) {
    count *= 2;
  }
  let best = Infinity;
  for (let i = 0; i < 5; i++) best = Math.min(best, await run(count));
  out.destroy();
  turns.destroy();
  return 2 * 4 * ACCUMULATORS * UNROLLED * count * workgroups * WORKGROUP / best / 1e9;
}
