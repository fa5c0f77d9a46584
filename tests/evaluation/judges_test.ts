import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { disposeJudges, trainJudges } from "../../lib/evaluation/judges.ts";
import { install } from "../../lib/kernels/install.ts";
import { brightDark } from "./bright_dark.ts";
import { drawnFaces } from "./drawn/drawn_faces.ts";

await install("wasm");

Deno.test("drawn data get a probe, others and zero steps none; nothing leaks", async () => {
  const before = tf.memory().numTensors, faces = await drawnFaces(32, 8, 2);
  const seen: [string, number][] = [];
  const onProgress = (task: string, done: number) => void seen.push([task, done]);
  const steps = { classifierSteps: 1, probeSteps: 3 };
  const judges = await trainJudges(faces, { ...steps, onProgress });
  assertEquals([judges.classifier.steps, judges.probe?.size], [1, 32]);
  assertEquals(seen.map(([task]) => task), ["classifier", "probe", "probe", "probe"]);
  assertAlmostEquals(seen[0][1], 0.25, 1e-9);
  assertAlmostEquals(seen[3][1], 1, 1e-9);
  disposeJudges(judges);
  for (const [data, probeSteps] of [[faces, 0], [brightDark(32, 4), 3]] as const) {
    const alone = await trainJudges(data, { ...steps, probeSteps });
    assertEquals(alone.probe, undefined);
    disposeJudges(alone);
  }
  assertEquals(tf.memory().numTensors, before);
});
