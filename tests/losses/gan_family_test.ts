import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { bceLoss } from "../../lib/losses/adversarial_loss.ts";
import {
  acganLoss,
  adcganLoss,
  classLosses,
  crossEntropy,
  infoLoss,
  semiLoss,
} from "../../lib/losses/class_loss.ts";
import { realOfClasses } from "../../lib/losses/real_of_classes.ts";
import { sourceLogits } from "../../lib/losses/source_logit.ts";

tf.enableProdMode();
await tf.setBackend("cpu");

const value = (t: tf.Tensor) => t.dataSync()[0];
const classesOf = (real: number[][]) => tf.tensor2d(real);

/** -log softmax(logits)_k, on plain numbers. */
const surprise = (logits: number[], k: number) =>
  Math.log(logits.reduce((sum, v) => sum + Math.exp(v), 0)) - logits[k];

const source = tf.tensor1d([0.5, -1, 2]), rows = [[1, -2, 0.3], [0, 3, 1], [-1, -1, 4]];
const classes = classesOf(rows);

Deno.test("K + 1 classes: the source and class losses add up to the cross entropy over all of them", () => {
  const logit = realOfClasses({ source, classes }).dataSync();
  rows.forEach((row, i) => {
    const all = [...row, -source.dataSync()[i]], fake = all.length - 1;
    const real = surprise(all, fake); // -log P(fake)
    assertAlmostEquals(Math.log1p(Math.exp(logit[i])), real, 1e-5);
  });
  const c = tf.tensor2d([[1, 0, 0], [0, 0, 1], [0, 1, 0]]), labels = [0, 2, 1];
  const fakes = {
    source: tf.tensor1d([1, 0, -2]),
    classes: classesOf([[0, 1, 2], [2, 0, 0], [1, 1, 1]]),
  };
  const expected = rows.map((row, i) => surprise([...row, -source.dataSync()[i]], labels[i]))
        .reduce((a, b) => a + b) / 3 +
    [[0, 1, 2, -1], [2, 0, 0, 0], [1, 1, 1, 2]].map((row) => surprise(row, 3))
        .reduce((a, b) => a + b) / 3;
  const loss = bceLoss.d(realOfClasses({ source, classes }), realOfClasses(fakes))
    .add(semiLoss.d(classes, fakes.classes, c, true));
  assertAlmostEquals(value(loss), expected, 1e-5);
});

Deno.test("real of K + 1 classes: its gradient is 1 for the source, the softmax for the classes", () => {
  const [ofSource, ofClasses] = tf.grads((source, classes) =>
    realOfClasses({ source: source as tf.Tensor1D, classes: classes as tf.Tensor2D }).sum()
  )([source, classes]);
  assertEquals([...ofSource.dataSync()], [1, 1, 1]);
  const softmax = tf.softmax(classes).dataSync();
  ofClasses.dataSync().forEach((v, i) => assertAlmostEquals(v, softmax[i], 1e-6));
});

Deno.test("no logit is too large for real of K + 1 classes", () => {
  const large = realOfClasses({
    source: tf.tensor1d([0]),
    classes: classesOf([[1000, -1000, 999]]),
  });
  assertAlmostEquals(value(large), 1000 + Math.log1p(Math.exp(-1)), 1e-3);
});

const c = tf.tensor2d([[1, 0], [0, 1]]), other = tf.tensor2d([[0, 1], [0, 1]]);
const real = classesOf([[2, 0], [1, -1]]), fake = classesOf([[0.5, 0], [-1, 1]]);

Deno.test("reals with labels of their own: AC-GAN, semi-supervised GAN", () => {
  const onReals = value(crossEntropy(real, other)), onFakes = value(crossEntropy(fake, c));
  assertAlmostEquals(value(acganLoss.d(real, fake, c, false, other)), onReals, 1e-6);
  assertAlmostEquals(value(acganLoss.d(real, fake, c, true, other)), onReals + onFakes, 1e-6);
  assertAlmostEquals(value(semiLoss.d(real, fake, c, true, other)), onReals, 1e-6);
  assertAlmostEquals(value(semiLoss.d(real, fake, c, true)), value(crossEntropy(real, c)), 1e-6);
  assertAlmostEquals(value(semiLoss.g(fake, c)), onFakes, 1e-6);
});

Deno.test("reals with labels of their own: ADC-GAN", () => {
  const real4 = classesOf([[1, 2, 3, 4], [0, 1, 0, 2]]),
    fake4 = classesOf([[0, 0, 1, 0], [1, 0, 2, 0]]);
  const expected = (surprise([1, 2, 3, 4], 2) + surprise([0, 1, 0, 2], 2)) / 2 +
    (surprise([0, 0, 1, 0], 1) + surprise([1, 0, 2, 0], 3)) / 2;
  assertAlmostEquals(value(adcganLoss.d(real4, fake4, c, false, other)), expected, 1e-5);
});

Deno.test("InfoGAN: the code of fakes alone counts, for D and G alike", () => {
  const onFakes = value(crossEntropy(fake, c));
  for (const labels of [c, other]) {
    assertAlmostEquals(value(infoLoss.d(real, fake, c, true, labels)), onFakes, 1e-6);
  }
  assertAlmostEquals(value(infoLoss.g(fake, c)), onFakes, 1e-6);
  const [ofReal, ofFake] = tf.grads((real, fake) =>
    infoLoss.d(real as tf.Tensor2D, fake as tf.Tensor2D, c, true).add(tf.mul(0, real.sum()))
  )([real, fake]);
  assertEquals([...ofReal.dataSync()].map(Math.abs), [0, 0, 0, 0]);
  assertEquals(ofFake.dataSync().every((v) => v !== 0), true);
});

Deno.test("what D says of real or fake, by its head", () => {
  const said = { source: tf.tensor1d([1, 2]), classes: real };
  const logits = Object.fromEntries(
    Object.entries(sourceLogits).map(([head, logit]) => [head, [...logit(said, c).dataSync()]]),
  );
  const own = [1, 2], { semi, ...exact } = logits;
  assertEquals(exact, {
    ...{ acgan: own, adcgan: own, concat: own, infogan: own },
    projection: [1 + 2, 2 - 1],
  });
  assertAlmostEquals(semi[0], 1 + Math.log(Math.exp(2) + 1), 1e-6);
  assertAlmostEquals(semi[1], 2 + Math.log(Math.exp(1) + Math.exp(-1)), 1e-6);
  assertEquals([...sourceLogits.concat({ source: said.source }, c).dataSync()], own);
  const without = Object.entries(classLosses).filter(([, loss]) => !loss).map(([head]) => head);
  assertEquals(without, ["projection", "concat"]);
});
