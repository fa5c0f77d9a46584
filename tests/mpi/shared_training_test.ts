import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertGreater, assertMatch, assertNotEquals } from "@std/assert";
import { install } from "../../lib/kernels/install.ts";
import type { Ranks } from "../../lib/kernels/mpi/ranks.ts";
import { loadTraining } from "../../lib/training/checkpoint.ts";
import { trainingVariables } from "../../lib/training/checkpoint_variables.ts";
import { runFiles } from "../../lib/training/run.ts";
import { shareTraining } from "../../lib/training/share_training.ts";
import { createTraining } from "../../lib/training/training.ts";
import { noiseImages } from "../training/noise_images.ts";
import { runOutcome } from "../training/small_run.ts";
import { runShared, withMpi } from "./mpirun.ts";
import { sharedConfigs, sharedDomains } from "./shared_run.ts";
import { trainBySummedHalves } from "./summed_halves.ts";

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
tf.enableProdMode();
await install("wasm", { threads: 1 });

async function succeeds(...words: string[]): Promise<void> {
  const { code, stderr, stdout } = await runShared(2, ...words);
  assertEquals(code, 0, stdout + stderr);
}

/** What a run of two ranks leaves that nothing interrupts. */
async function wholeRun() {
  const whole = `${folder}/whole`;
  if (!await Deno.stat(whole).catch(() => {})) await succeeds(whole, "all");
  return await runOutcome(whole);
}

/** A rank of two that talks to nobody: only its place counts. */
const rankOf = (rank: number): Ranks => ({
  ...{ rank, size: 2, average: () => {}, gather: () => [], meet: () => Promise.resolve() },
});

for (const name of ["modern", "release"] as const) {
  Deno.test(
    `${name}: 2 ranks train to the weights of one process that sums the halves' gradients`,
    withMpi,
    async () => {
      await succeeds(`${folder}/${name}`, name);
      const config = sharedConfigs[name];
      const streams = [0, 1].map((rank) => {
        using other = shareTraining(createTraining(config, sharedDomains), rankOf(rank));
        return other.random;
      });
      using expected = createTraining(config, sharedDomains);
      trainBySummedHalves(expected, noiseImages(sharedDomains, 5), streams);
      using fresh = createTraining(config, sharedDomains);
      const last = `${folder}/${name}/${runFiles.last}`;
      using actual = await loadTraining(last, config, { ranks: rankOf(0) });
      const [wanted, found, first] = [expected, actual, fresh].map(trainingVariables);
      let moved = 0;
      for (const [key, variable] of Object.entries(wanted)) {
        const values = await variable.data(), others = await found[key].data();
        const worst = Math.max(...values.map((value, i) => Math.abs(value - others[i])));
        assert(worst <= 1e-5, `${key} differs by ${worst}`);
        const before = await first[key].data();
        if (values.some((value, i) => value !== before[i])) moved++;
      }
      assertGreater(moved, 0.9 * Object.keys(wanted).length);
      const words = (at: number) => streams[at].batches.state();
      assertNotEquals(words(0), words(1));
      assertEquals(actual.random.batches.state(), words(0));
    },
  );
}

Deno.test(
  "2 ranks: interrupted and resumed equals uninterrupted, bit for bit",
  withMpi,
  async () => {
    const whole = await wholeRun();
    assertEquals(whole.log.length, sharedConfigs.all.steps1 + sharedConfigs.all.steps2);
    // Either rank may be asked; off the rhythm of saveEvery, at the end of a stage, in both stages.
    for (const stop of ["1 1 1", "0 1 3", "1 1 4", "1 2 1"]) {
      await succeeds(`${folder}/parts`, "all", `stop ${stop}`);
      using there = await loadTraining(`${folder}/parts/${runFiles.last}`, undefined, {
        ranks: rankOf(1),
      });
      const [, stage, step] = stop.split(" ");
      assertEquals(stage === "1" ? there.step1 : there.step2, Number(step));
    }
    await succeeds(`${folder}/parts`, "all");
    assertEquals(await runOutcome(`${folder}/parts`), whole);
  },
);

Deno.test(
  "ranks whose networks differ by a bit stop before the next checkpoint",
  withMpi,
  async () => {
    const { code, stderr } = await runShared(2, `${folder}/differ`, "modern", "differ 1");
    assertEquals(code, 1, stderr);
    assertMatch(stderr, /^Error: The networks of rank 1 differ from those of rank 0: /m);
    const last = `${folder}/differ/${runFiles.last}`;
    using kept = await loadTraining(last, undefined, { ranks: rankOf(0) });
    assertEquals(kept.step1, 0);
  },
);

Deno.test(
  "a rank that fails ends all of them, and the last checkpoint goes on",
  withMpi,
  async () => {
    const { code, stderr } = await runShared(2, `${folder}/fail`, "all", "fail 3");
    assertEquals(code, 1, stderr);
    assertMatch(stderr, /^Rank 1: Error: .*\n.*Rank 1 has had enough/m);
    await succeeds(`${folder}/fail`, "all");
    assertEquals(
      (await runOutcome(`${folder}/fail`)).last,
      (await wholeRun()).last,
    );
  },
);

Deno.test("3 ranks share a batch too, and agree to the bit", withMpi, async () => {
  const { code, stderr } = await runShared(3, `${folder}/three`, "modern");
  assertEquals(code, 0, stderr);
});
