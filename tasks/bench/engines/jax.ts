/**
 * jax-js as an engine of the bench: each step one jitted function, Adam included.
 *
 * @module
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from "npm:@jax-js/jax@0.1.25";
import { describeAdapter } from "../../../lib/kernels/webgpu/start.ts";
import { Random } from "../../../lib/random.ts";
import type { StepCase } from "../bench_row.ts";
import { processMegabytes } from "../memory_use.ts";
import { DOMAINS, Z } from "../step_flops.ts";
import { BenchData } from "./bench_data.ts";
import type { Engine, EngineOptions, EngineWork } from "./engine.ts";
import {
  applyJaxGenerator,
  applyJaxTrunk,
  createJaxGenerator,
  createJaxTrunk,
  type JaxWeights,
  keepWeights,
} from "./jax_networks.ts";

const VERSION = "0.1.25";
const LOG_EVERY = 10;

/** Weights and Adam's moments of one network. */
type State = { w: JaxWeights; m: JaxWeights; v: JaxWeights };

/** Starts jax-js on its webgpu or wasm device. */
export async function startJax(step: StepCase, { backend }: EngineOptions): Promise<Engine> {
  if (!(await init()).includes(backend)) throw new Error(`jax-js has no ${backend} device here`);
  defaultDevice(backend);
  const device = backend === "webgpu" ? (await describeAdapter())!.name : "CPU, all threads";
  const { gf, batch, size } = step, random = new Random(1), data = new BenchData(step);
  let g = withMoments(createJaxGenerator(gf, size, random));
  let d = withMoments(createJaxTrunk(gf, size, 1 + DOMAINS, random));
  let e = withMoments(createJaxTrunk(gf, size, Z, random));
  const tensors = (host: { x?: Float32Array; c: Float32Array; z: Float32Array }) => ({
    x: host.x && np.array(host.x as Float32Array<ArrayBuffer>, { shape: [batch, 3, size, size] }),
    c: np.array(host.c as Float32Array<ArrayBuffer>, { shape: [batch, DOMAINS] }),
    z: np.array(host.z as Float32Array<ArrayBuffer>, { shape: [batch, Z] }),
  });
  let last = np.zeros([1]);
  const keepLoss = (loss: np.Array) => {
    last.dispose();
    last = loss;
  };

  const stage1 = () => {
    const { x, c, z } = tensors(data.next());
    const fake = generate(keepWeights(g.w), z.ref, c.ref);
    const [nextD, dLoss] = updateD(d, x!, fake, c.ref);
    d = nextD;
    const [nextG, gLoss] = updateG(g, keepWeights(d.w), z, c);
    g = nextG;
    keepLoss(dLoss.add(gLoss));
  };
  const stage2 = () => {
    const { c, z } = tensors(data.latents());
    const fake = generate(keepWeights(g.w), z.ref, c);
    const [nextE, loss] = updateE(e, fake, z);
    e = nextE;
    keepLoss(loss);
  };
  // The last loss depends on every weight's update before it, not on that of the last call: so the
  // weights are waited for too.
  const finish = async () => {
    await last.blockUntilReady();
    await Promise.all([g, d, e].map(({ w }) => w.bias.blockUntilReady()));
  };
  const train = (work: "stage1" | "stage2", run: () => void): EngineWork => ({
    work,
    batch,
    finish,
    async call(i) {
      run();
      if (i % LOG_EVERY === 0) await last.ref.data();
    },
  });
  const translation = (count: number): EngineWork => ({
    work: "translate",
    batch: count,
    finish,
    async call() {
      const images = data.images(count) as Float32Array<ArrayBuffer>;
      const x = np.array(images, { shape: [count, 3, size, size] });
      const c = new Float32Array(count * DOMAINS).map((_, i) => i % DOMAINS);
      const labels = np.array(c, { shape: [count, DOMAINS] });
      await translate(keepWeights(e.w), keepWeights(g.w), x, labels).data();
    },
  });
  return {
    name: `jax-js ${VERSION}`,
    backend: () => backend,
    device: () => device,
    memory: () => ({ processMegabytes: processMegabytes() }),
    works: [
      train("stage1", stage1),
      train("stage2", stage2),
      ...[...new Set([batch, 1])].map(translation),
    ],
  };
}

const generate = jit(applyJaxGenerator);

const translate = jit((e: JaxWeights, g: JaxWeights, x: np.Array, c: np.Array) =>
  applyJaxGenerator(g, applyJaxTrunk(e, x), c)
);

const updateD = jit((state: State, x: np.Array, fake: np.Array, c: np.Array) => {
  const loss = (w: JaxWeights) => {
    const real = applyJaxTrunk(keepWeights(w), x), made = applyJaxTrunk(w, fake);
    return adversarial(real.ref, 1).add(adversarial(made, -1)).add(classification(real, c));
  };
  return updated(state, loss, 2e-4);
});

const updateG = jit((state: State, d: JaxWeights, z: np.Array, c: np.Array) => {
  const loss = (w: JaxWeights) => {
    const made = applyJaxTrunk(d, applyJaxGenerator(w, z, c.ref));
    return adversarial(made.ref, 1).add(classification(made, c));
  };
  return updated(state, loss, 2e-4);
});

const updateE = jit((state: State, fake: np.Array, z: np.Array) =>
  updated(state, (w) => np.mean(np.square(applyJaxTrunk(w, fake).sub(z))), 1e-4)
);

function withMoments(w: JaxWeights): State {
  const zeros = () =>
    Object.fromEntries(Object.entries(w).map(([name, a]) => [name, np.zeros(a.shape)]));
  return { w, m: zeros(), v: zeros() };
}

/** One Adam update without the correction of its first steps, which costs nothing either way. */
function updated(
  { w, m, v }: State,
  loss: (w: JaxWeights) => np.Array,
  rate: number,
): [State, np.Array] {
  const [value, gradients] = valueAndGrad(loss)(keepWeights(w)) as [np.Array, JaxWeights];
  const next: State = { w: {}, m: {}, v: {} };
  for (const name of Object.keys(w)) {
    const gradient = gradients[name];
    next.m[name] = m[name].mul(0.5).add(gradient.ref.mul(0.5));
    next.v[name] = v[name].mul(0.999).add(np.square(gradient).mul(0.001));
    const change = next.m[name].ref.div(np.sqrt(next.v[name].ref).add(1e-8));
    next.w[name] = w[name].sub(change.mul(rate));
  }
  return [next, value];
}

/** Cross entropy of D's first output, -1 for fakes and 1 for reals, from the logit. */
function adversarial(judged: np.Array, sign: 1 | -1): np.Array {
  return np.mean(nn.softplus(judged.slice([], [0, 1]).mul(-sign)));
}

/** Cross entropy of D's other outputs against the labels. */
function classification(judged: np.Array, c: np.Array): np.Array {
  const logits = judged.slice([], [1, 1 + DOMAINS]);
  return np.sum(nn.logSoftmax(logits, 1).mul(c), 1).mean().mul(-1);
}
