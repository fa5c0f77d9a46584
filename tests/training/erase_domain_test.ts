import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { createConfig } from "../../lib/presets.ts";
import type { ImageSet } from "../../lib/data/image_set.ts";
import { classLeak } from "../../lib/evaluation/class_leak.ts";
import { probeAccuracy, trainLinearProbe } from "../../lib/evaluation/linear_probe.ts";
import { registerCpuKernels } from "../../lib/kernels/cpu/register.ts";
import { applyEncoder } from "../../lib/networks/encoder.ts";
import { Random } from "../../lib/random.ts";
import { eraseDomain, erasingMap } from "../../lib/training/erase_domain.ts";
import { createTraining, disposeTraining } from "../../lib/training/training.ts";
import { noiseImages } from "./noise_images.ts";

tf.enableProdMode();
registerCpuKernels();
await tf.setBackend("cpu");

const WIDTH = 4;

/** Correlated rows of some classes, each shifted its own way. */
function drawClasses(shifts: readonly number[][], count: number, random: Random): Float32Array[] {
  return shifts.map((shift) => {
    const rows = new Float32Array(count * WIDTH);
    for (let i = 0; i < count; i++) {
      const shared = random.normal();
      for (let j = 0; j < WIDTH; j++) {
        rows[i * WIDTH + j] = shift[j] + shared * (j + 1) + 0.5 * random.normal();
      }
    }
    return rows;
  });
}

function mapped(rows: Float32Array, { matrix, shift }: ReturnType<typeof erasingMap>) {
  return rows.map((_, at) => {
    const i = Math.floor(at / WIDTH) * WIDTH, j = at % WIDTH;
    return shift[j] + matrix.reduce((sum, row, k) => sum + rows[i + k] * row[j], 0);
  });
}

const mean = (rows: Float32Array, j: number) =>
  rows.reduce((sum, v, i) => i % WIDTH === j ? sum + v : sum, 0) / (rows.length / WIDTH);

for (
  const shifts of [
    [[1, 0, 0, 0], [0, 0.5, 0, 0]],
    [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, -1, 1]],
  ]
) {
  Deno.test(`${shifts.length} classes: equal means after the map, and a probe of fresh rows is at chance`, () => {
    const random = new Random(3), classes = drawClasses(shifts, 1500, random);
    const before = probeAccuracy(trainLinearProbe(classes, WIDTH), classes);
    assert(before > 0.75, `probe before: ${before}`);
    const map = erasingMap(classes, WIDTH);
    const after = classes.map((rows) => mapped(rows, map));
    for (let j = 0; j < WIDTH; j++) {
      after.forEach((rows) => assertAlmostEquals(mean(rows, j), mean(after[0], j), 1e-3));
    }
    // The probe too has rows of its own: on those of the map it could find nothing.
    const fresh = () => drawClasses(shifts, 1500, random).map((rows) => mapped(rows, map));
    const accuracy = probeAccuracy(trainLinearProbe(fresh(), WIDTH), fresh());
    assertAlmostEquals(accuracy, 1 / shifts.length, 0.06);
  });
}

Deno.test("the map moves rows along the difference of the means alone, and not at all twice", () => {
  const classes = drawClasses([[1, 0, 0, 0], [0, 0, 0, 0]], 4000, new Random(5));
  const map = erasingMap(classes, WIDTH);
  // The classes differ along the first axis, but for the scatter of the means.
  const [rows] = classes, once = mapped(rows, map), twice = mapped(once, map);
  let along = 0, across = 0;
  rows.forEach((v, i) => {
    const moved = (once[i] - v) ** 2;
    if (i % WIDTH === 0) along += moved;
    else across += moved;
    assertAlmostEquals(twice[i], once[i], 1e-3);
  });
  assert(across < 0.05 * along, `across ${across}, along ${along}`);
});

Deno.test("E's last layer takes the map in: E(x) of the domains' training images have one mean", async () => {
  const config = createConfig("tiny", { gf: 2, df: 2, ef: 4, z: 3, batch: 4 });
  const noise = noiseImages(["dark", "bright"], 40);
  const images: ImageSet = {
    ...noise,
    read(c, index, target, offset = 0) {
      noise.read(c, index, target, offset);
      for (let i = offset; i < offset + 32 * 32 * 3; i++) target[i] = target[i] / 2 + 120 * c;
    },
  };
  const training = createTraining(config, images.domains), { encoder } = training.model;
  // A fresh E hardly answers: larger kernels make it.
  for (const [name, w] of Object.entries(encoder.weights)) {
    if (name.endsWith("kernel")) w.assign(tf.tidy(() => w.mul(20)));
  }
  const means = () =>
    [0, 1].map((c) => {
      const values = new Float32Array(40 * 32 * 32 * 3), bytes = new Uint8Array(32 * 32 * 3);
      for (let i = 0; i < 40; i++) {
        images.read(c, i, bytes);
        values.set(Float32Array.from(bytes, (v) => v / 127.5 - 1), i * bytes.length);
      }
      const x = tf.tensor4d(values, [40, 32, 32, 3]);
      return [...applyEncoder(config, encoder, x).mean(0).dataSync()];
    });
  const apart = ([a, b]: number[][]) => Math.hypot(...a.map((v, j) => v - b[j]));
  const before = apart(means()), tensors = tf.memory().numTensors;
  await eraseDomain(config, encoder, images);
  assertEquals(tf.memory().numTensors, tensors);
  const after = apart(means());
  assert(before > 0.1 && after < 1e-3 * before, `${before} -> ${after}`);
  disposeTraining(training);
});

Deno.test("where nothing tells the classes apart, nothing is moved", () => {
  const same = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 9), constant = new Float32Array(8).fill(3);
  for (const rows of [same, constant]) {
    const { matrix, shift } = erasingMap([rows, rows], WIDTH);
    matrix.forEach((row, i) => row.forEach((v, j) => assertAlmostEquals(v, i === j ? 1 : 0, 1e-9)));
    shift.forEach((v) => assertAlmostEquals(v, 0, 1e-9));
  }
});

Deno.test("whatever the scale of the rows, the map is the same", () => {
  const classes = drawClasses([[1, 0, 0, 0], [0, 0.5, 0, 0]], 200, new Random(3));
  const { matrix } = erasingMap(classes, WIDTH);
  for (const scale of [1e-9, 1e9]) {
    const scaled = erasingMap(classes.map((rows) => rows.map((v) => v * scale)), WIDTH).matrix;
    scaled.forEach((row, i) => row.forEach((v, j) => assertAlmostEquals(v, matrix[i][j], 1e-5)));
  }
});

/** Latents as E makes them: correlated, of unequal spread, the domains 3 apart in one direction. */
function drawLatents(count: number, width: number, random: Random): Float32Array[] {
  const fixed = new Random(9), direction = fixed.fillNormal(new Float32Array(width));
  const length = Math.hypot(...direction);
  const mixing = fixed.fillNormal(new Float32Array(width * width));
  return [-1.5, 1.5].map((at) => {
    const values = new Float32Array(count * width), noise = new Float32Array(width);
    for (let i = 0; i < count; i++) {
      random.fillNormal(noise);
      for (let j = 0; j < width; j++) {
        let value = at * direction[j] / length + 0.5 * random.normal();
        for (let k = 0; k < width; k++) value += mixing[j * width + k] * noise[k] / width ** 0.5;
        values[i * width + j] = value;
      }
    }
    return values;
  });
}

for (const count of [8, 17, 200]) {
  Deno.test(`E erased by ${count} images a domain hides c of other images, and keeps their z`, () => {
    const width = 32, random = new Random(count);
    const { matrix, shift } = erasingMap(drawLatents(count, width, random), width);
    const others = drawLatents(400, width, random);
    const erased = others.map((rows) =>
      rows.map((_, at) => {
        const i = Math.floor(at / width) * width, j = at % width;
        return shift[j] + matrix.reduce((sum, row, k) => sum + rows[i + k] * row[j], 0);
      })
    );
    const before = classLeak(others, width).accuracy!, after = classLeak(erased, width).accuracy!;
    assert(before > 0.95 && after < before - 0.05, `class leak ${before} -> ${after}`);
    let moved = 0, total = 0;
    others.forEach((rows, c) =>
      rows.forEach((v, i) => {
        moved += (erased[c][i] - v) ** 2;
        total += v ** 2;
      })
    );
    // The domain's own share of the variance is 0.05: more is z that is lost.
    assert(moved < 0.12 * total, `${moved / total} of the variance of z moved`);
  });
}

Deno.test("runs of three domains and more are erased, however products of theirs are rounded", () => {
  const random = new Random(11);
  for (const domains of [3, 4, 5]) {
    for (let again = 0; again < 5; again++) {
      const shifts = Array.from(
        { length: domains },
        () => Array.from({ length: WIDTH }, () => random.normal()),
      );
      const { matrix } = erasingMap(drawClasses(shifts, 20, random), WIDTH);
      assert(matrix.flat().every(Number.isFinite));
    }
  }
});
