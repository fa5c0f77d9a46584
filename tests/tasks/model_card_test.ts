import { assert, assertEquals } from "@std/assert";
import { meanAgreement } from "../../lib/evaluation/drawn/preservation.ts";
import { readEvaluation } from "../../lib/evaluation/read_evaluation.ts";
import { readPosition } from "../../tasks/shared/checkpoint_position.ts";
import { shippedWeights } from "../../tasks/shared/shipped_weights.ts";

const UNKNOWN = "not yet there";

Deno.test("the model card is filled in, and its SHA-256 is that of the weights", async () => {
  const card = await Deno.readTextFile(shippedWeights.card);
  const field = (name: string) => new RegExp(`^\\| ${name} +\\| (.+?) +\\|$`, "m").exec(card)?.[1];
  const bytes = await Deno.readFile(shippedWeights.path).catch(() => null);
  if (!bytes) {
    // A card without weights must not claim anything of them.
    assertEquals(field("SHA-256"), UNKNOWN);
    return;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
  assertEquals(field("SHA-256")?.replaceAll("`", ""), digest);
  assert(!card.includes(UNKNOWN), "a field of the card is not filled in");
  const { config, domains } = await readPosition(shippedWeights.path);
  assertEquals([config.size, ...domains], [64, "man", "woman"]);
  assertEquals(field("seed"), String(config.seed));
  assert(bytes.length < 16 * 2 ** 20, "too large to ship");
});

/** A row of the card's table of scores, by its name: the numbers of its last column. */
function cardScores(card: string, name: string): number[] {
  const row = card.split("\n").find((line) => line.startsWith(`| ${name} `));
  assert(row, `no row ${name}`);
  return row.split("|").at(-2)!.split("/").map(Number);
}

Deno.test("the card's scores on faces:test are those of the stored evaluation", async () => {
  const card = await Deno.readTextFile(shippedWeights.card);
  const json = shippedWeights.path.replace(/\.safetensors$/, ".test.json");
  const evaluation = readEvaluation(JSON.parse(await Deno.readTextFile(json)));
  const { directions, samples, latent, reconstruction } = evaluation;
  const mean = (values: (number | null)[]) => [
    values.reduce<number>((sum, v) => sum + v!, 0) / values.length,
  ];
  const stored: Record<string, (number | null)[]> = {
    "target accuracy": directions.map((d) => d.targetAccuracy),
    "paired score": directions.map((d) => d.pairedScore),
    "of the target's mean face": directions.map((d) => d.meanFaceScore),
    "of the nearest other input's counterpart": directions.map((d) => d.neighbourScore),
    "of a copy of the input": directions.map((d) => d.copyScore),
    "kept attributes": directions.map((d) => meanAgreement(d.kept!)),
    "kernel distance of samples, random convolutions": mean(
      samples.map((s) => s.sampleKernelDistance),
    ),
    "kernel distance of samples, classifier's features": mean(
      samples.map((s) => s.sampleClassifierDistance),
    ),
    "diversity": mean(samples.map((s) => s.sampleDiversity)),
    "MS-SSIM of samples": mean(samples.map((s) => s.sampleMsSsim)),
    "edges of translations": mean(directions.map((d) => d.edges)),
    "z R^2": [latent.r2],
    "class leak": [latent.classLeak],
    "reconstruction MSE, reals": [reconstruction.real.mse],
    "reconstruction MSE, fakes": [reconstruction.fake.mse],
  };
  for (const [name, values] of Object.entries(stored)) {
    const digits = /distance|MSE/.test(name) ? 3 : 2;
    const rounded = values.map((v) => Number(v!.toFixed(digits)));
    assertEquals(cardScores(card, name), rounded, name);
  }
});
