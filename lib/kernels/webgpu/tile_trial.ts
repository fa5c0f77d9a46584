/**
 * One product's candidates side by side on the device: their times, and whether their results agree
 * to the bit. Everything is asked for in one submission and read in one transfer, since Deno takes
 * 10 ms to wait for the device.
 *
 * @module
 */
import type { Gemm } from "./described_product.ts";
import type { GpuBackend } from "./gpu_backend.ts";
import { type Program, programFor } from "./program.ts";

/** How a candidate did. */
export interface TrialResult {
  /** Milliseconds of one product: the fastest round. */
  readonly ms: number;
  /** Whether its result is that of the first candidate. */
  readonly equal: boolean;
}

/** Times each candidate has its turn; the first also warms up. */
const ROUNDS = 4;

/** Milliseconds of work before anything is timed. */
const WARM_UP_MS = 150;

const THREADS = 64;

/** Distance of the candidates' counts in their buffer: what every device can bind a part at. */
const APART = 256;

const sizeOf = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/** The buffers of a trial. */
export class TileTrial {
  readonly #backend: GpuBackend;
  readonly #device: GPUDevice;
  readonly #buffers: GPUBuffer[] = [];
  readonly #a: GPUBuffer;
  readonly #b: GPUBuffer;
  readonly #expected: GPUBuffer;
  readonly #out: GPUBuffer;

  /** Makes operands of the product's sizes and fills them with numbers between -1 and 1. */
  constructor(backend: GpuBackend, product: Gemm, parts: number) {
    const { device } = backend, outSize = parts * sizeOf(product.outShape);
    this.#backend = backend;
    this.#device = device;
    this.#a = this.#storage(sizeOf(product.a.shape));
    this.#b = this.#storage(sizeOf(product.b.shape));
    this.#expected = this.#storage(outSize);
    this.#out = this.#storage(outSize);
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (const operand of [this.#a, this.#b]) {
      this.#dispatch(pass, fillProgram(backend), [operand]);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  /** Runs all candidates, in turns; the first one's result is what the others must have. */
  async run(programs: readonly Program[]): Promise<TrialResult[]> {
    const device = this.#device, count = programs.length, stamps = 2 * ROUNDS * count;
    const querySet = device.createQuerySet({ type: "timestamp", count: stamps });
    const differences = this.#storage(count * APART / 4);
    const times = this.#buffer(8 * stamps, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC);
    const read = this.#buffer(
      times.size + differences.size,
      GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    );
    await this.#warmUp(programs[0]);
    for (let round = 0; round < ROUNDS; round++) {
      const encoder = device.createCommandEncoder();
      programs.forEach((program, i) => {
        const out = round === 0 && i === 0 ? this.#expected : this.#out;
        // An element that a candidate leaves out must not pass for that of the one before.
        if (round === 0) encoder.clearBuffer(out);
        const first = 2 * (round * count + i);
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet,
            beginningOfPassWriteIndex: first,
            endOfPassWriteIndex: first + 1,
          },
        });
        this.#dispatch(pass, program, [this.#a, this.#b, out]);
        pass.end();
        if (round === 0 && i > 0) {
          const check = encoder.beginComputePass();
          this.#dispatch(check, compareProgram(this.#backend), [
            this.#expected,
            out,
            { buffer: differences, offset: i * APART, size: 4 },
          ]);
          check.end();
        }
      });
      device.queue.submit([encoder.finish()]);
    }
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(querySet, 0, stamps, times, 0);
    encoder.copyBufferToBuffer(times, 0, read, 0, times.size);
    encoder.copyBufferToBuffer(differences, 0, read, times.size, differences.size);
    device.queue.submit([encoder.finish()]);
    await read.mapAsync(GPUMapMode.READ);
    const bytes = read.getMappedRange().slice(0);
    querySet.destroy();
    const stamp = new BigInt64Array(bytes, 0, stamps);
    const different = new Uint32Array(bytes, times.size);
    return programs.map((_, i) => {
      const rounds = Array.from({ length: ROUNDS }, (_, round) => {
        const first = 2 * (round * count + i);
        return Number(stamp[first + 1] - stamp[first]) / 1e6;
      });
      return { ms: Math.min(...rounds.slice(1)), equal: different[i * APART / 4] === 0 };
    });
  }

  /**
   * Keeps the device busy until its clock has risen: an NVIDIA H200 idles at a sixth of its rate while
   * shaders are compiled, and candidates timed on the way up seemed six times slower than the last.
   */
  async #warmUp(program: Program): Promise<void> {
    const { device } = this.#backend, end = performance.now() + WARM_UP_MS;
    do {
      const encoder = device.createCommandEncoder(), pass = encoder.beginComputePass();
      for (let i = 0; i < 16; i++) this.#dispatch(pass, program, [this.#a, this.#b, this.#out]);
      pass.end();
      device.queue.submit([encoder.finish()]);
      await device.queue.onSubmittedWorkDone();
    } while (performance.now() < end);
  }

  /** Frees the device's memory. */
  dispose(): void {
    this.#buffers.forEach((buffer) => buffer.destroy());
  }

  #storage(elements: number): GPUBuffer {
    return this.#buffer(
      4 * elements,
      GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
    );
  }

  #buffer(size: number, usage: number): GPUBuffer {
    const buffer = this.#device.createBuffer({ size, usage });
    this.#buffers.push(buffer);
    return buffer;
  }

  #dispatch(
    pass: GPUComputePassEncoder,
    program: Program,
    buffers: readonly (GPUBuffer | GPUBufferBinding)[],
  ): void {
    pass.setPipeline(program.pipeline);
    pass.setBindGroup(
      0,
      this.#device.createBindGroup({
        layout: program.layout,
        entries: buffers.map((buffer, binding) => ({
          binding,
          resource: "buffer" in buffer ? buffer : { buffer },
        })),
      }),
    );
    pass.dispatchWorkgroups(...program.shader.grid);
  }
}

// Both stride through a buffer of any length, so that each is compiled once.
const WORKGROUPS = 256;
const stride = `${THREADS * WORKGROUPS}u`;

function fillProgram(backend: GpuBackend): Program {
  return programFor(backend, "tile trial, fill", () => ({
    label: "fill",
    threads: THREADS,
    grid: [WORKGROUPS, 1, 1],
    bindings: [{ name: "out", access: "read_write", type: "array<f32>" }],
    // An integer hash with good bits throughout (lowbias32 by Chris Wellons, public domain).
    body: `  for (var i = flat; i < arrayLength(&out); i += ${stride}) {
    var h = i + 1u;
    h = (h ^ (h >> 16u)) * 0x7feb352du;
    h = (h ^ (h >> 15u)) * 0x846ca68bu;
    out[i] = f32(h ^ (h >> 16u)) / 2147483648.0 - 1.0;
  }`,
  }));
}

/** Counts the elements that differ in their bits. */
function compareProgram(backend: GpuBackend): Program {
  return programFor(backend, "tile trial, compare", () => ({
    label: "compare",
    threads: THREADS,
    grid: [WORKGROUPS, 1, 1],
    bindings: [
      { name: "expected", access: "read", type: "array<u32>" },
      { name: "actual", access: "read", type: "array<u32>" },
      { name: "different", access: "read_write", type: "atomic<u32>" },
    ],
    body: `  var n = 0u;
  for (var i = flat; i < arrayLength(&expected); i += ${stride}) {
    n += u32(expected[i] != actual[i]);
  }
  if (n > 0u) { atomicAdd(&different, n); }`,
  }));
}
