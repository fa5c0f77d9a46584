import { assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { readFirstImages } from "../../../lib/data/batches.ts";
import type { DataSet } from "../../../lib/data/image_set.ts";
import { keptProbe } from "../../../lib/evaluation/portraits/kept_probe.ts";
import { install } from "../../../lib/kernels/install.ts";
import { inTemporaryFolder } from "../../data/temporary_folder.ts";
import { madePortraits } from "./made_portraits.ts";

await install("wasm");

Deno.test("a probe is trained once for the same pictures, seed and steps, and reads the same again", () =>
  inTemporaryFolder(async (folder) => {
    const before = tf.memory().numTensors;
    const data: DataSet = { ...madePortraits(12), fingerprint: "made" };
    const images = readFirstImages(data.heldOut, 0);
    let trained = 0;
    const read = async (
      fingerprint: string | undefined,
      seed = 1,
      where: string | undefined = folder,
    ) => {
      const pictures = () => (trained++, data.pictures!());
      const told: number[] = [];
      const onStep = (done: number) => void told.push(done);
      const options = { seed, steps: 6, onStep };
      using probe = await keptProbe(
        where,
        { ...data, fingerprint, pictures },
        ["Smiling"],
        options,
      );
      assertEquals([told, probe.names], [[1, 2, 3, 4, 5, 6], ["Smiling"]]);
      return await probe.read(images);
    };
    const first = await read("made");
    assertEquals([await read("made"), trained], [first, 1]);
    await read("others");
    await read("made", 2);
    await read(undefined);
    assertEquals(trained, 4);
    for (const { name } of Deno.readDirSync(folder)) {
      Deno.truncateSync(`${folder}/${name}`, 200);
    }
    assertEquals([await read("made"), trained], [first, 5]);
    assertEquals(tf.memory().numTensors, before);
  }));
