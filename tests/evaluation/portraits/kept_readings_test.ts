import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import {
  decodePortraits,
  encodePortraits,
  keptReadings,
} from "../../../lib/evaluation/portraits/kept_readings.ts";
import type { Portraits } from "../../../lib/evaluation/portraits/read_portraits.ts";
import { inTemporaryFolder } from "../../data/temporary_folder.ts";
import { makeFace } from "../../faces/made_face.ts";

const portraits: Portraits = {
  readings: [
    {
      landmarks: makeFace({ nose: 0.1 }),
      descriptor: Float32Array.from({ length: 128 }, (_, i) => i / 7),
      ...{ happy: 0.25, sight: -0.125, male: 0.75 },
    },
    undefined,
    {
      landmarks: makeFace(),
      descriptor: new Float32Array(128),
      ...{ happy: 1, sight: 0 },
    },
  ],
  found: [true, false, false],
};

Deno.test("readings come back as they were written, faces that are missing included", () => {
  assertEquals(decodePortraits(encodePortraits(portraits)), portraits);
  assertThrows(() => decodePortraits(new Uint8Array(20)), TypeError);
});

Deno.test("other pixels and another reader have readings of their own; a damaged file is read anew", () =>
  inTemporaryFolder(async (folder) => {
    let count = 0;
    const read = (level: number, reader = "one") =>
      keptReadings(`${folder}/new`, { images: new Float32Array(12).fill(level), reader }, () => {
        count++;
        return Promise.resolve({ ...portraits, found: [true, true, count === 1] });
      });
    const first = await read(0);
    assertEquals([await read(0), count], [first, 1]);
    assertNotEquals(await read(0.5), first);
    await read(0, "another");
    assertEquals(count, 3);
    for (const { name } of Deno.readDirSync(`${folder}/new`)) {
      Deno.writeTextFileSync(`${folder}/new/${name}`, "damaged");
    }
    await read(0);
    await read(0);
    assertEquals(count, 4);
    assertEquals(
      await keptReadings(
        undefined,
        { images: new Float32Array(3), reader: "" },
        () => Promise.resolve(portraits),
      ),
      portraits,
    );
  }));
