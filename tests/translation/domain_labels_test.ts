import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { install } from "../../lib/kernels/install.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { domainIndex, domainLabels } from "../../lib/translation/domain_labels.ts";
import { tinyModel } from "../evaluation/tiny_model.ts";

await install("wasm");

Deno.test("a domain's name becomes one-hot rows, a tensor is passed through", async () => {
  const model = tinyModel(["a", "b", "c"]);
  const c = domainLabels(model, "b", 2);
  assertEquals([...await c.data()], [0, 1, 0, 0, 1, 0]);
  assert(domainLabels(model, c, 2) === c);
  c.dispose();
  disposeModel(model);
});

Deno.test("an unknown domain is named, with those there are", () => {
  assertThrows(
    () => domainIndex(["man", "woman"], "men"),
    RangeError,
    'Unknown domain "men": choose one of man, woman',
  );
});

Deno.test("a label of another shape is refused", () => {
  const model = tinyModel(), c = tf.zeros([3, 2]) as tf.Tensor2D;
  assertThrows(() => domainLabels(model, c, 2), TypeError, "[2, 2], got [3,2]");
  c.dispose();
  disposeModel(model);
});
