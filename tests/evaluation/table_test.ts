import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Evaluation } from "../../lib/evaluation/evaluation.ts";
import { evaluationTable } from "../../lib/evaluation/table.ts";

const reconstruction = { mse: 0.1234, mae: 0.25, psnr: 15.11, ssim: 0.5 };
const sample = {
  count: 300,
  sampleAccuracy: 0.99,
  sampleDiversity: 0.81,
  sampleKernelDistance: 0.1234,
  kernelFloor: 0.0021,
  sampleClassifierDistance: 0.3456,
  classifierFloor: 0.0032,
  sampleEdges: 0.81,
  sampleMsSsim: 0.42,
  realMsSsim: 0.31,
};
const direction = {
  count: 300,
  targetAccuracy: 0.987,
  diversity: 0.75,
  kernelDistance: 0.2345,
  classifierDistance: 0.4567,
  edges: 0.77,
  structure: 0.58,
  structureChance: 0.19,
  background: { error: 0.0456, noise: 0.0321, share: 0.3 },
  kept: [
    { attribute: "skin" as const, translation: 0.9, truth: 1, chance: 0.2, agreement: 0.9 },
    { attribute: "mouth" as const, translation: 0.5, truth: 1, chance: 0.25, agreement: 0.5 },
  ],
  pairedScore: 0.2468,
  copyScore: 0.37,
  neighbourScore: 0.5,
  meanFaceScore: 0.3333,
  distances: { translation: 0.3, random: 0.4, copy: 0.25 },
};
const evaluation: Evaluation = {
  data: "faces",
  domains: ["man", "woman"],
  seed: 1,
  count: 300,
  classifier: { heldOutAccuracy: 0.995, perDomain: [0.99, 1], chance: 0.5, steps: 300 },
  directions: [
    { source: "man", target: "woman", ...direction },
    { source: "woman", target: "man", ...direction, pairedScore: -0.1 },
  ],
  samples: [{ domain: "man", ...sample }, { domain: "woman", ...sample }],
  attributes: null,
  latent: {
    ...{ r2: 0.87, perDimension: [0.8, 0.94] },
    ...{ classLeak: 0.61, nonlinearLeak: 0.83, classLeakChance: 0.5 },
  },
  reconstruction: { fake: reconstruction, real: { ...reconstruction, mse: 0.2 } },
  kernelFeatures: "random",
  classifierFeatures: "features",
  backend: "wasm",
  seconds: 12.34,
};

Deno.test("the table shows every score in line, with its meaning", () => {
  const lines = evaluationTable(evaluation).split("\n");
  assertEquals(lines[0].split(/ {2,}/), [
    "translation",
    "N",
    "target accuracy",
    "paired score",
    "(mean face)",
    "(neighbour)",
    "(copy)",
    "diversity",
  ]);
  assertEquals(lines[1].split(/ {2,}/), [
    "man -> woman",
    "300",
    "0.99",
    "0.25",
    "0.33",
    "0.50",
    "0.37",
    "0.75",
  ]);
  assertEquals(lines[0].length, lines[1].length);
  assertEquals(lines[0].length, lines[2].length);
  for (
    const text of [
      ...[
        "0.77",
        "0.58",
        "0.19",
        "0.046",
        "0.032",
        "0.70",
        "0.81",
        "0.42",
        "0.31",
        "skin",
        "mouth",
        "0.25",
      ],
      "z R^2",
      "0.87",
      "class leak",
      "0.61",
      "class leak, nonlinear",
      "0.83",
      "15.1 dB",
      "12.3 s",
      "0 is a random",
    ]
  ) {
    assertStringIncludes(lines.join("\n"), text);
  }
  const longest = Math.max(...lines.map((line) => line.length));
  assert(longest <= 100, `${longest} characters in a line`);
});

Deno.test("kernel distances say which features they are on, each beside its floor", () => {
  const lines = evaluationTable(evaluation).split("\n");
  const at = lines.findIndex((line) => line.startsWith("kernel distance  "));
  assertEquals(lines.slice(at, at + 5).map((line) => line.split(/ {2,}/)), [
    [
      "kernel distance",
      "N",
      "random convolutions",
      "(reals' floor)",
      "classifier's features",
      "(reals' floor)",
    ],
    ["man -> woman", "300", "0.234", "0.002", "0.457", "0.003"],
    ["woman -> man", "300", "0.234", "0.002", "0.457", "0.003"],
    ["G(z, man)", "300", "0.123", "0.002", "0.346", "0.003"],
    ["G(z, woman)", "300", "0.123", "0.002", "0.346", "0.003"],
  ]);
});

Deno.test("without pairs the table has no paired columns", () => {
  const directions = evaluation.directions.map((d) => ({ ...d, pairedScore: null }));
  const text = evaluationTable({ ...evaluation, directions });
  assertEquals(text.includes("paired"), false);
  assertEquals(["(copy)", "(mean face)"].map((title) => text.includes(title)), [false, false]);
});

Deno.test("without identities the table says nothing of attributes and backgrounds", () => {
  const directions = evaluation.directions.map((d) => ({ ...d, kept: null, background: null }));
  const text = evaluationTable({ ...evaluation, directions });
  assertEquals([text.includes("attribute"), text.includes("background")], [false, false]);
  assertStringIncludes(text, "edges");
});

Deno.test("distances on other features stand beside their floor, under the network's name", () => {
  const distances = [
    { source: null, domain: "man", kernelDistance: 0.5678, floor: 0.0012 },
    { source: "woman", domain: "man", kernelDistance: 0.6789, floor: 0.0012 },
  ];
  const otherFeatures = { features: "a network", width: 1792, count: 100, distances };
  const lines = evaluationTable({ ...evaluation, otherFeatures }).split("\n");
  const at = lines.findIndex((line) => line.startsWith("a network"));
  assertEquals(lines.slice(at, at + 3).map((line) => line.split(/ {2,}/)), [
    ["a network", "N", "kernel distance", "(reals' floor)"],
    ["G(z, man)", "100", "0.568", "0.001"],
    ["woman -> man", "100", "0.679", "0.001"],
  ]);
  assertStringIncludes(lines[at + 3], "1792 features");
  assert(lines[at + 3].length <= 100);
  assertEquals(evaluationTable(evaluation).includes("FID"), false);
});

Deno.test("where attributes are lost has its table and its legend only where it is known", () => {
  const shares = { alike: 0.4, fakes: 0.9, reals: 0.8, translations: 0.3, renamed: 0.7 };
  const known = { ...evaluation, attributes: [{ attribute: "eyeAngle", ...shares } as const] };
  const lines = evaluationTable(known).split("\n");
  const at = lines.findIndex((line) => line.startsWith("where it is lost"));
  assertEquals(lines[at + 1].split(/ {2,}/), ["eyeAngle", "0.40", "0.90", "0.80", "0.30", "0.70"]);
  assertEquals(lines.filter((line) => line.startsWith("G alike: ")).length, 1);
  assert(lines.every((line) => line.length <= 100));
  assertEquals(/G alike|where it is lost/.test(evaluationTable(evaluation)), false);
});
