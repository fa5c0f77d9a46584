import { assertEquals, assertThrows } from "@std/assert";
import { readEvaluation } from "../../lib/evaluation/read_evaluation.ts";

Deno.test("a kernel distance of an older file is read as what it was: the classifier's", () => {
  const read = readEvaluation({
    data: "faces",
    directions: [{ source: "man", target: "woman", kernelDistance: 0.2, pairedScore: 0.5 }],
    samples: [{ domain: "man", sampleKernelDistance: 0.1, kernelFloor: 0.01 }],
    latent: { r2: 0.9, classLeak: 0.5, classLeakChance: 0.5 },
    features: "the 64 inputs of the classifier's last layer",
  });
  const [direction] = read.directions, [sample] = read.samples;
  assertEquals(
    [direction.kernelDistance, direction.classifierDistance, direction.meanFaceScore],
    [null, 0.2, null],
  );
  assertEquals(
    [direction.structure, direction.structureChance],
    [null, null],
  );
  assertEquals(direction.pairedScore, 0.5);
  assertEquals([sample.sampleKernelDistance, sample.kernelFloor], [null, null]);
  assertEquals([sample.sampleClassifierDistance, sample.classifierFloor], [0.1, 0.01]);
  assertEquals(read.classifierFeatures, "the 64 inputs of the classifier's last layer");
  assertEquals("features" in read, false);
  assertEquals(read.latent as unknown, {
    ...{ r2: 0.9, classLeak: 0.5, nonlinearLeak: null, classLeakChance: 0.5 },
  });
});

Deno.test("a file of today is read as it stands, and what is no evaluation is named so", () => {
  const latent = { r2: 0.9, classLeak: 0.5, nonlinearLeak: 0.7, classLeakChance: 0.5 };
  const today = { directions: [], samples: [], latent, kernelFeatures: "random" };
  assertEquals(readEvaluation(today) as unknown, today);
  for (const other of [null, 3, {}, { directions: [] }]) {
    assertThrows(() => readEvaluation(other), TypeError, "not an evaluation");
  }
});
