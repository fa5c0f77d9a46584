import { assert, assertEquals } from "@std/assert";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { openData } from "../../lib/data/open_data.ts";
import { evaluate } from "../../lib/evaluation/evaluate.ts";
import { disposeModel } from "../../lib/networks/model.ts";
import { loadModel } from "../../lib/training/checkpoint.ts";

/** Largest difference of a score: another CPU rounds otherwise, which moves a share by some images. */
const TOLERANCE = 0.02;

const models = new URL("../../fixtures/models/", import.meta.url);

/** Scores by the path to them; what a machine and a day decide is left out. */
function scoresOf(value: unknown, path = ""): [string, number][] {
  if (typeof value === "number") return [[path, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).filter(([key]) => !["seconds", "steps"].includes(key))
    .flatMap(([key, inner]) => scoresOf(inner, `${path}/${key}`));
}

/** A decibel is no share: a hundredth of it is allowed. */
const toleranceAt = (path: string, wanted: number) =>
  path.endsWith("/psnr") ? TOLERANCE * wanted : TOLERANCE;

Deno.test({
  name: "the shipped weights have the scores that are told of them",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const told = JSON.parse(await Deno.readTextFile(new URL("faces-64.test.json", models)));
    await selectBackend("wasm");
    const model = await loadModel(new URL("faces-64.safetensors", models).pathname);
    const packDir = await Deno.makeTempDir();
    try {
      const data = await openData(told.data, model.config, { packDir });
      const found = new Map(scoresOf(await evaluate(model, data)));
      const wanted = scoresOf(told);
      data.train.close();
      data.heldOut.close();
      assert(wanted.length > 100);
      const apart = wanted.filter(([path, value]) =>
        !(Math.abs(found.get(path)! - value) <= toleranceAt(path, value))
      ).map(([path, value]) => `${path}: ${found.get(path)}, told ${value}`);
      assertEquals(apart, []);
    } finally {
      disposeModel(model);
      await Deno.remove(packDir, { recursive: true });
    }
  },
});
