import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { evaluate } from "../../../lib/evaluation/evaluate.ts";
import { disposeJudges, trainJudges } from "../../../lib/evaluation/judges.ts";
import { loadPortraitJudge } from "../../../lib/evaluation/portraits/portrait_judge.ts";
import { portraitTable } from "../../../lib/evaluation/portraits/portrait_table.ts";
import { evaluationTable } from "../../../lib/evaluation/table.ts";
import { install } from "../../../lib/kernels/install.ts";
import { disposeModel } from "../../../lib/networks/model.ts";
import { inTemporaryFolder } from "../../data/temporary_folder.ts";
import { tinyModel } from "../tiny_model.ts";
import { readImages } from "../../../lib/data/batches.ts";
import { edgeRatio } from "../../../lib/evaluation/edge_energy.ts";
import type { Translator } from "../../../lib/translation/translator.ts";
import { encodeImages, generateImages } from "../../../lib/translation/translate_images.ts";
import { levelsOf, madePortraits, madeReader, SIZE } from "./made_portraits.ts";

await install("wasm");
const options = { seed: 3, count: 12, batch: 4, classifierSteps: 2 };
const COUNT = 12, EMPTY = 3;

Deno.test("every row and baseline is scored; readings of reals are kept for the next model", () =>
  inTemporaryFolder(async (folder) => {
    const data = madePortraits(COUNT, [EMPTY]), model = tinyModel(["man", "woman"]);
    const before = tf.memory().numTensors, judges = await trainJudges(data, options);
    const score = async () => {
      const reader = madeReader();
      using portraits = await loadPortraitJudge({ reader, probeSteps: 2, cacheDir: folder });
      const progress: number[] = [];
      const onProgress = (_: string, done: number) => void progress.push(done);
      const evaluation = await evaluate(model, data, { ...options, judges, portraits, onProgress });
      assertEquals(progress, progress.toSorted((a, b) => a - b));
      assertAlmostEquals(progress.at(-1)!, 1, 1e-9);
      return { evaluation, seen: reader.seen.count };
    };
    const { evaluation, seen } = await score(), { portraits } = evaluation;
    // Of each domain 11 faces, 11 mirrored, 12 to train on, 22 of the model, and the other's mean.
    assertEquals(seen, 2 * (11 + 11 + 12 + 22 + 1));
    assertEquals(portraits!.genders, ["male", "female"]);
    assertEquals([portraits!.reader, portraits!.limit, portraits!.probeSteps], ["made", 500, 2]);
    for (const [c, direction] of portraits!.directions.entries()) {
      assertEquals([direction.count, direction.faceless], [COUNT - 1, 1]);
      assertEquals(direction.realGenderAccuracy, 1);
      assertEquals(direction.attributes, [{ name: "Smiling", positives: 5 }]);
      // Twelve pictures of six people; one picture of person 1 shows nobody.
      assertEquals(direction.samePersonPairs, 5);
      const rows = Object.fromEntries(direction.rows.map((row) => [row.row, row]));
      assertEquals(
        Object.keys(rows),
        ["translation", "reconstruction", "input", "mirrored", "nearest", "mean"],
      );
      const { input, nearest, mean, translation, reconstruction } = rows;
      // The reconstruction should be of the source: its sharpness is in that of the source's reals.
      const faces = [...Array(COUNT).keys()].filter((i) => i !== EMPTY);
      const reals = readImages(data.heldOut, c, faces);
      const latents = await encodeImages(model, reals);
      const again = await generateImages(model, latents, model.domains[c]);
      assertAlmostEquals(reconstruction.edges! / edgeRatio(again, reals, SIZE)!, 1, 1e-4);
      assertEquals([input.identity, input.rank, input.background, input.genderAccuracy], [
        0,
        1,
        0,
        0,
      ]);
      for (const r of [input.yaw, input.mouth, input.happy, input.sight, nearest.mouth]) {
        assertAlmostEquals(r!, 1, 1e-6);
      }
      assertAlmostEquals(input.structure!, 1, 1e-6);
      // The same green and blue can be had from the target's training pictures.
      const [[red], [other]] = [levelsOf(c, 0), levelsOf(1 - c, 0)];
      assertAlmostEquals(nearest.identity, Math.abs(red - other) / 255, 1e-4);
      assertEquals([nearest.genderAccuracy, nearest.rank, nearest.found], [1, 1, 1]);
      assertEquals([mean.yaw, mean.happy, mean.genderAccuracy], [null, null, 1]);
      assertEquals(mean.rank > 4, true, `${mean.rank}`);
      assert(translation.found > 0.9 && translation.background! > 0);
    }
    const numbers = JSON.stringify(portraits).replaceAll(/"[^"]*"/g, "");
    assert(!/NaN|undefined/.test(numbers));

    const again = await score();
    assertEquals(again.seen, 2 * (22 + 1), "reals were read again");
    const { directions } = again.evaluation.portraits!;
    assertEquals(directions, portraits!.directions);

    const table = evaluationTable(evaluation);
    for (
      const text of ["portraits man -> woman, N 11; left out", "Smiling", "pitch r"]
    ) {
      assertStringIncludes(table, text);
    }
    const longest = Math.max(...table.split("\n").map((line) => line.length));
    assert(longest <= 100, `${longest} characters in a line`);
    disposeJudges(judges);
    assertEquals(tf.memory().numTensors, before);
    disposeModel(model);
  }));

Deno.test("the domains' genders may be said; too few faces are told, a wrong number of genders is refused", async () => {
  const model = tinyModel(["man", "woman"]);
  const score = async (count: number, empty: number[], genders?: (null | "male" | "female")[]) => {
    using portraits = await loadPortraitJudge({ reader: madeReader(), probeSteps: 0, genders });
    const { portraits: report } = await evaluate(model, madePortraits(count, empty), {
      ...options,
      classifierSteps: 1,
      portraits,
    });
    return report!;
  };
  const { directions, probeSteps } = await score(5, [], ["female", "male"]);
  assertEquals(directions.map(({ realGenderAccuracy }) => realGenderAccuracy), [0, 0]);
  assertEquals([probeSteps, directions[0].attributes], [0, []]);
  const { directions: [neither] } = await score(5, [], [null, null]);
  assertEquals([neither.realGenderAccuracy, neither.rows[0].genderAccuracy], [null, null]);
  const few = await score(5, [0, 2]);
  assertEquals(few.directions, []);
  const sentence = "a face is found in 3 of 5 held-out pictures of man, and 4 are needed";
  assertEquals(few.unscored, sentence);
  assertEquals(portraitTable(few), [`portraits are not scored: ${sentence}`, ""]);
  await assertRejects(() => score(5, [], ["male"]), RangeError, "1 genders for the domains man");
  await assertRejects(() => loadPortraitJudge({ limit: 3 }), RangeError, "from 4, got 3");
  disposeModel(model);
});

Deno.test("three domains have six directions; a domain without a gender has no such score", async () => {
  const domains = ["man", "woman", "statue"], model = tinyModel(domains);
  using portraits = await loadPortraitJudge({ reader: madeReader(), probeSteps: 0 });
  const { portraits: report } = await evaluate(model, madePortraits(5, [], domains), {
    ...options,
    classifierSteps: 1,
    portraits,
  });
  assertEquals(report!.genders, ["male", "female", null]);
  assertEquals(
    report!.directions.map(({ source, target, realGenderAccuracy, rows }) => [
      `${source} ${target}`,
      realGenderAccuracy === null,
      rows[0].genderAccuracy === null,
    ]),
    [
      ["man woman", false, false],
      ["man statue", true, true],
      ["woman man", false, false],
      ["woman statue", true, true],
      ["statue man", false, false],
      ["statue woman", false, false],
    ],
  );
  disposeModel(model);
});

Deno.test("a method of one direction that cannot draw a picture again has the other rows", async () => {
  const copy: Translator = {
    domains: ["man", "woman"],
    size: SIZE,
    parameters: 0,
    directions: [[0, 1]],
    translate: (x) => x.clone(),
    reconstruct: () => undefined,
  };
  using portraits = await loadPortraitJudge({ reader: madeReader(), probeSteps: 0 });
  const evaluation = await evaluate(copy, madePortraits(5, []), { ...options, portraits });
  const { directions } = evaluation.portraits!;
  assertEquals(directions.map(({ source, target }) => [source, target]), [["man", "woman"]]);
  const [{ rows }] = directions, rowOf = (name: string) => rows.find(({ row }) => row === name)!;
  assertEquals(rows.map(({ row }) => row), ["translation", "input", "mirrored", "nearest", "mean"]);
  const { structure, background, edges } = rowOf("translation");
  assertEquals([structure, background, edges], [1, 0, rowOf("input").edges]); // a copy
  assertEquals(evaluation.reconstruction, { fake: null, real: null });
  assertEquals(directions[0].alike, null);
  assertStringIncludes(evaluationTable(evaluation), "portraits man -> woman, N 5");
});

Deno.test("what both domains show of one z is told apart from what is read of the input", async () => {
  // Smiles become frowns, in both domains alike; red is the domain.
  const drawn = (x: tf.Tensor4D, c: number) =>
    tf.tidy(() => {
      const [red, green, blue] = tf.split(x, 3, 3);
      const [level] = levelsOf(c, 0);
      return tf.concat(
        [tf.add(tf.zerosLike(red), level / 127.5 - 1), tf.neg(green), blue],
        3,
      ) as typeof x;
    });
  const frowning: Translator = {
    ...{ domains: ["man", "woman"], size: SIZE, parameters: 0 },
    translate: drawn,
    reconstruct: drawn,
  };
  using portraits = await loadPortraitJudge({ reader: madeReader(), probeSteps: 0 });
  const evaluation = await evaluate(frowning, madePortraits(6, []), { ...options, portraits });
  const [{ alike, rows: [translation, reconstruction] }] = evaluation.portraits!.directions;
  for (const { row, yaw, happy, sight } of [translation, reconstruction]) {
    assertAlmostEquals(happy!, -1, 1e-3, row);
    assertAlmostEquals(yaw!, -1, 1e-3, row);
    assertAlmostEquals(sight!, 1, 1e-3, row);
  }
  const { yaw, happy, sight, identity, rank } = alike!;
  for (const r of [yaw, happy, sight]) assertAlmostEquals(r!, 1, 1e-3);
  assertAlmostEquals(identity, 140 / 255, 1e-2);
  assertEquals(rank, 1);
  assertStringIncludes(
    evaluationTable(evaluation),
    "one z in both domains: yaw 1.00, pitch -, mouth 1.00",
  );
});
