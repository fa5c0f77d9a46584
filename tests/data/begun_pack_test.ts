import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { DataSet } from "../../lib/data/image_set.ts";
import { openData } from "../../lib/data/open_data.ts";
import { begunPack, begunPaths } from "../../lib/data/pack_file.ts";
import { tryLockFile } from "../../lib/checkpoint/lock_file.ts";
import { inTemporaryFolder, writeDomains, writeGrey } from "./temporary_folder.ts";

const config = { size: 32, heldOut: 0.2, seed: 3 } as const;

/** Two domains of pictures, each of another grey, and one file that is none. */
function writePictures(root: string, count: number): void {
  const photos = `${root}/photos`;
  writeDomains(photos, ["cats", "dogs"], count);
  Deno.writeTextFileSync(`${photos}/cats/broken.png`, "no picture");
  // Long ago: a file of this very moment may be written again without a new time.
  writtenAt(photos, "cats", new Date(1e12));
  writtenAt(photos, "dogs", new Date(1e12));
}

function writtenAt(photos: string, domain: string, time: Date): void {
  for (const { name } of Deno.readDirSync(`${photos}/${domain}`)) {
    Deno.utimeSync(`${photos}/${domain}/${name}`, time, time);
  }
}

function contentOf({ train, heldOut, fingerprint, skipped }: DataSet) {
  const images = [train, heldOut].map((set) =>
    set.counts.map((count, c) =>
      Array.from({ length: count }, (_, i) => {
        const target = new Uint8Array(32 * 32 * 3);
        set.read(c, i, target);
        return target[0];
      })
    )
  );
  return { images, fingerprint, skipped: skipped.map(({ file }) => file) };
}

const open = (root: string, packs: string, rest: object = {}) =>
  openData(`${root}/photos`, config, { packDir: `${root}/${packs}`, ...rest });

async function content(root: string, packs: string, rest: object = {}) {
  using data = await open(root, packs, rest);
  return { ...contentOf(data), notes: data.notes };
}

/** Packs until so many files are done. */
async function interrupt(root: string, packs: string, after: number): Promise<string[]> {
  const stop = new AbortController();
  const { note } = await stoppedAfter(root, packs, after, stop);
  assert(note);
  return [...Deno.readDirSync(`${root}/${packs}`)].map(({ name }) => name.replace(/^.*\.pack/, ""));
}

async function stoppedAfter(root: string, packs: string, after: number, stop: AbortController) {
  let seen = 0;
  const onProgress = (done: number) => {
    seen = done;
    if (done >= after) stop.abort(new DOMException("stopped", "AbortError"));
  };
  await assertRejects(
    () => open(root, packs, { onProgress, signal: stop.signal }),
    DOMException,
    "stopped",
  );
  return { note: seen >= after };
}

Deno.test("an interrupted packing goes on: the same pack as of one that was not", () =>
  inTemporaryFolder(async (root) => {
    writePictures(root, 80);
    const { notes, ...whole } = await content(root, "whole");
    assertEquals(notes, []);
    // In the first domain, in the second, and twice.
    for (const stops of [[50], [150], [50, 100]]) {
      const packs = `cut${stops.join("_")}`;
      for (const after of stops) {
        const names = await interrupt(root, packs, after);
        assertEquals(names.toSorted(), [".begun", ".begun.jsonl"]);
      }
      const decoded: number[] = [];
      const again = await content(root, packs, {
        onProgress: (done: number) => decoded.push(done),
      });
      assertEquals({ ...again, notes: undefined }, { ...whole, notes: undefined });
      assertEquals(again.notes?.length, 1, `${again.notes}`);
      const before = Number(/after (\d+) files/.exec(again.notes![0])![1]);
      assert(before >= stops.at(-1)! && before < 161, `${before}`);
      assertEquals(
        [...Deno.readDirSync(`${root}/${packs}`)].map(({ name }) => name.replace(/^.*\./, ""))
          .toSorted(),
        ["pack", "stamps"],
      );
    }
  }));

Deno.test("files that changed meanwhile, and lists and images that are cut, are not gone on with", () =>
  inTemporaryFolder(async (root) => {
    writePictures(root, 70);
    const list = (packs: string) => {
      const name = [...Deno.readDirSync(`${root}/${packs}`)].map(({ name }) => name)
        .find((name) => name.endsWith(".pack.begun"))!;
      return begunPaths(`${root}/${packs}/${name.replace(/\.begun$/, "")}`);
    };
    const lines = (packs: string) => Deno.readTextFileSync(list(packs).files).trim().split("\n");
    const { notes: _, ...whole } = await content(root, "whole");
    const damages: [name: string, damage: (packs: string) => void, left: number][] = [
      ["half a line", (packs) => {
        const { files } = list(packs), text = Deno.readTextFileSync(files);
        Deno.writeTextFileSync(files, text.slice(0, text.length - 10));
      }, lines.length],
      ["fewer images", (packs) => Deno.truncateSync(list(packs).images, 7 * 32 * 32 * 3 + 5), 7],
      ["no list", (packs) => Deno.removeSync(list(packs).files), 0],
      ["no text", (packs) => Deno.writeFileSync(list(packs).files, new Uint8Array(1000)), 0],
      ["another list", (packs) => Deno.writeTextFileSync(list(packs).files, "[1,2]\n{}\n"), 0],
    ];
    for (const [i, [name, damage, most]] of damages.entries()) {
      const packs = `damaged${i}`;
      await interrupt(root, packs, 50);
      const count = lines(packs).length;
      assert(count >= 50, name);
      damage(packs);
      const again = await content(root, packs);
      assertEquals({ ...again, notes: undefined }, { ...whole, notes: undefined }, name);
      const [, before = "0"] = /after (\d+) files/.exec(again.notes?.[0] ?? "") ?? [];
      if (name === "half a line") assertEquals(Number(before), count - 1);
      else assert(Number(before) <= most + 1, `${name}: ${before}`);
    }

    await interrupt(root, "changed", 100);
    const [first] = JSON.parse(lines("changed")[20]);
    writeGrey(first, 255);
    const changed = await content(root, "changed");
    assertEquals(changed.notes, ["Packing went on after 20 files that were packed before"]);
    assertEquals({ ...changed, notes: 0 }, { ...await content(root, "whole"), notes: 0 });
  }));

Deno.test("a file of this very moment is decoded again", () =>
  inTemporaryFolder(async (root) => {
    writePictures(root, 70);
    writtenAt(`${root}/photos`, "cats", new Date());
    await interrupt(root, "packs", 50);
    assertEquals((await content(root, "packs")).notes, []);
  }));

Deno.test("two processes at the same pack: the second writes one of its own", () =>
  inTemporaryFolder(async (root) => {
    writePictures(root, 10);
    const whole = await content(root, "whole");
    const [pack] = [...Deno.readDirSync(`${root}/whole`)].map(({ name }) => name)
      .filter((name) => name.endsWith(".pack"));
    await Deno.mkdir(`${root}/packs`);
    const path = `${root}/packs/${pack}`;
    {
      using _held = tryLockFile(begunPaths(path).lock, "a test");
      assertEquals(begunPack(path, 3072), undefined);
      assertEquals(await content(root, "packs"), whole);
    }
    assertThrows(() => Deno.statSync(begunPaths(path).images), Deno.errors.NotFound);
  }));

Deno.test("given up for another reason, nothing stays", () =>
  inTemporaryFolder(async (root) => {
    writePictures(root, 2);
    Deno.writeTextFileSync(`${root}/photos/dogs/0.png`, "no picture");
    await assertRejects(() => open(root, "packs"), RangeError, "1 usable pictures");
    assertEquals([...Deno.readDirSync(`${root}/packs`)], []);
  }));
