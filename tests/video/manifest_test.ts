import { assertEquals, assertRejects } from "@std/assert";
import { type ManifestEntry, manifestText, readManifest } from "../../lib/video/manifest.ts";
import { inTemporaryFolder } from "../data/temporary_folder.ts";

const entries: ManifestEntry[] = [
  {
    ...{ video: "a.mp4", frame: 0, time: 0, state: "ok", use: "train", file: "a-000000.png" },
    square: { x: 10.126, y: 20, side: 30.5, angle: 0.12346 },
    landmarks: [1.006, 2],
  },
  { video: "a.mp4", frame: 1, time: 1 / 24, state: "no face", use: "gap" },
];

Deno.test("a manifest is read as it was written, rounded", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/a.jsonl`;
    await Deno.writeTextFile(path, manifestText(entries));
    assertEquals(await readManifest(path), [
      {
        ...entries[0],
        square: { x: 10.13, y: 20, side: 30.5, angle: 0.1235 },
        landmarks: [1.01, 2],
      },
      { ...entries[1], time: 0.042 },
    ]);
  }));

Deno.test("a damaged line is named", () =>
  inTemporaryFolder(async (folder) => {
    const path = `${folder}/a.jsonl`;
    await Deno.writeTextFile(path, manifestText(entries).slice(0, -10));
    await assertRejects(() => readManifest(path), Error, "line 2 is damaged");
  }));
