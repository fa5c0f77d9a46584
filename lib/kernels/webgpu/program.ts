/**
 * Compute shaders as data: what a kernel binds, how many threads it has, what they do.
 *
 * @module
 */
import type { GpuBackend } from "./gpu_backend.ts";

/** How a shader uses a buffer. */
export type Access = "read" | "read_write" | "uniform";

/** A buffer of a shader. */
export interface Binding {
  /** Its name in WGSL. */
  readonly name: string;
  /** Read-only storage, writable storage, or uniform. */
  readonly access: Access;
  /** Its type in WGSL, as `array<vec4f>`. */
  readonly type: string;
}

/** A shader and the grid that it is run on. */
export interface Shader {
  /** Shown by profilers and in errors. */
  readonly label: string;
  /** Whether it uses f16, which the device must offer. */
  readonly halves?: boolean;
  /** Its buffers, in the order in which they are passed to `dispatch`. */
  readonly bindings: readonly Binding[];
  /** Threads of a workgroup. */
  readonly threads: number;
  /** Workgroups along x, y and z. */
  readonly grid: readonly [number, number, number];
  /** WGSL at module scope: constants, workgroup memory, functions. */
  readonly prelude?: string;
  /** WGSL of the entry point; `lid` is the thread's index, `wid` the workgroup's, `flat` both in one. */
  readonly body: string;
}

/** A compiled shader. */
export interface Program {
  /** What it was compiled from. */
  readonly shader: Shader;
  /** The pipeline. */
  readonly pipeline: GPUComputePipeline;
  /** The layout of its buffers. */
  readonly layout: GPUBindGroupLayout;
  /** Bind groups made so far, by the identities of their buffers. */
  readonly bindGroups: Map<string, GPUBindGroup>;
}

const programs = new WeakMap<GpuBackend, Map<string, Program>>();

/**
 * The program of a key, compiled at its first use. Shapes and settings are constants of the shader,
 * so the key must name all of them; nothing is generated again for a key that is known.
 *
 * @param key names the kernel and everything its shader depends on
 * @param write makes the shader
 * @throws RangeError if its grid exceeds the device's limit
 */
export function programFor(backend: GpuBackend, key: string, write: () => Shader): Program {
  let known = programs.get(backend);
  if (!known) programs.set(backend, known = new Map());
  let program = known.get(key);
  if (!program) known.set(key, program = compileShader(backend.device, write()));
  return program;
}

/** The whole WGSL text of a shader. */
export function wgslOf(shader: Shader): string {
  const declarations = shader.bindings.map(({ name, access, type }, i) => {
    const space = access === "uniform" ? "uniform" : `storage, ${access}`;
    return `@group(0) @binding(${i}) var<${space}> ${name}: ${type};`;
  });
  return `${shader.halves ? "enable f16;\n" : ""}${declarations.join("\n")}
${shader.prelude ?? ""}
@compute @workgroup_size(${shader.threads})
fn main(@builtin(local_invocation_index) lid: u32, @builtin(workgroup_id) wid: vec3<u32>) {
  let flat = (wid.x + ${shader.grid[0]}u * wid.y) * ${shader.threads}u + lid;
${shader.body}
}
`;
}

/**
 * The grid for this many workgroups in a row, folded to two dimensions where one would exceed what
 * every device allows (65535). The body must return for a `flat` beyond its work.
 */
export function flatGrid(workgroups: number): [number, number, number] {
  const x = Math.min(workgroups, 32768);
  return [x, Math.ceil(workgroups / x), 1];
}

/** Compiles a shader.
 *
 * @throws RangeError if its grid exceeds the device's limit
 */
export function compileShader(device: GPUDevice, shader: Shader): Program {
  const { label, grid } = shader;
  const limit = device.limits.maxComputeWorkgroupsPerDimension;
  if (grid.some((side) => side > limit)) {
    throw new RangeError(
      `${label} needs a grid of [${grid}] and the device allows ${limit}: use a smaller batch`,
    );
  }
  const layout = device.createBindGroupLayout({
    label,
    entries: shader.bindings.map(({ access }, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: bufferTypes[access] },
    })),
  });
  const module = device.createShaderModule({ label, code: wgslOf(shader) });
  const pipeline = device.createComputePipeline({
    label,
    layout: device.createPipelineLayout({ label, bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: "main" },
  });
  return { shader, pipeline, layout, bindGroups: new Map() };
}

const bufferTypes = {
  read: "read-only-storage",
  read_write: "storage",
  uniform: "uniform",
} as const;
