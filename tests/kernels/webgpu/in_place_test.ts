import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { lerp } from "../../../lib/kernels/mod.ts";
import { webgpuTest } from "./device.ts";

webgpuTest(
  "numbers of an update hold to its last dispatch, however often is submitted",
  async () => {
    const SETTING = "WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", before = tf.env().get(SETTING);
    // More slots than a dispatch takes: three of them, with a submission after the second.
    const pairs = Array.from({ length: 40 }, () => ({
      target: tf.fill([5], 1),
      source: tf.fill([5], 3),
    }));
    try {
      await pairs[0].target.data(); // submits what there is
      tf.env().set(SETTING, 2);
      for (const weight of [0.5, 0.25]) lerp(pairs, weight);
    } finally {
      tf.env().set(SETTING, before);
    }
    for (const { target } of pairs) assertEquals([...await target.data()], Array(5).fill(2.25));
    tf.dispose(pairs as unknown as tf.TensorContainer);
  },
);
