import { assert, assertEquals, assertNotEquals, assertRejects, assertThrows } from "@std/assert";
import { readFirstImages } from "../../lib/data/batches.ts";
import { faceDomains, faceOf, identityPool } from "../../lib/data/drawn/face_identity.ts";
import { createFaceRenderer } from "../../lib/data/drawn/face_renderer.ts";
import type { DataSet, ImageSet } from "../../lib/data/image_set.ts";
import { openData } from "../../lib/data/open_data.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { openWith } from "./open_with.ts";
import { inTemporaryFolder, writeDomains, writeGrey } from "./temporary_folder.ts";

const options = (folder: string) => ({
  size: 8,
  heldOut: 0.25,
  seed: 1,
  packDir: `${folder}/packs`,
});

function close({ train, heldOut }: DataSet): void {
  train.close();
  heldOut.close();
}

/** The first byte of every image of a domain. */
function firstBytes(set: ImageSet, c: number): number[] {
  const image = new Uint8Array(set.size ** 2 * 3);
  return Array.from({ length: set.counts[c] }, (_, i) => {
    set.read(c, i, image);
    return image[0];
  });
}

Deno.test("named pictures are held out, and no others: not even in place of a damaged one", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 6);
    const names = ["a/1.png", "a/4.png", "b/0.png", "b/2.png"];
    Deno.writeTextFileSync(`${folder}/data/held_out.txt`, names.join("\n"));
    Deno.writeTextFileSync(`${folder}/data/b/2.png`, "damaged");
    const data = await openWith(`${folder}/data`, options(folder));
    const sorted = (set: ImageSet, c: number) => firstBytes(set, c).sort((x, y) => x - y);
    assertEquals([sorted(data.heldOut, 0), sorted(data.heldOut, 1)], [[1, 4], [100]]);
    assertEquals(sorted(data.train, 0), [0, 2, 3, 5]);
    assertEquals(sorted(data.train, 1), [101, 103, 104, 105]);
    close(data);
    Deno.writeTextFileSync(`${folder}/data/held_out.txt`, "a/0.png\nb/0.png\n");
    const again = await openWith(`${folder}/data`, options(folder));
    assertEquals(firstBytes(again.heldOut, 0), [0], "an old pack was used");
    close(again);
  }));

Deno.test("named or not, pictures do not lie in the order of their names", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 40);
    const names = Array.from({ length: 20 }, (_, i) => `a/${i}.png\nb/${i}.png`);
    Deno.writeTextFileSync(`${folder}/data/held_out.txt`, names.join("\n"));
    const data = await openWith(`${folder}/data`, options(folder));
    for (const set of [data.train, data.heldOut]) {
      assertEquals(set.counts, [20, 20]);
      const half = firstBytes(set, 0).slice(0, 10), low = Math.min(...firstBytes(set, 0));
      const early = half.filter((byte) => byte < low + 10).length;
      assert(early > 0 && early < 10, `${half}`);
    }
    close(data);
  }));

Deno.test("a share of the pictures is held out, whatever other files lie there", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 12);
    for (let i = 0; i < 60; i++) Deno.writeTextFileSync(`${folder}/data/a/${i}.json`, "{}");
    const data = await openWith(`${folder}/data`, options(folder));
    assertEquals([data.train.counts, data.heldOut.counts], [[9, 9], [3, 3]]);
    close(data);
  }));

Deno.test("without a folder for packs the same images are packed into memory, and nothing is written", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 12);
    const before = [...Deno.readDirSync("."), ...Deno.readDirSync(folder)].map(({ name }) => name);
    const faces = { train: 9, heldOut: 3 };
    for (const spec of ["faces", `${folder}/data`]) {
      const wanted = { size: 8, heldOut: 0.25, seed: 1 };
      const inMemory = await openData(spec, wanted, { faces });
      const packs = await Deno.makeTempDir();
      const inFile = await openData(spec, wanted, { faces, packDir: packs });
      assertEquals(contentOf(inMemory), contentOf(inFile), spec);
      close(inMemory);
      close(inFile);
      assertThrows(
        () => inMemory.train.read(0, 0, new Uint8Array(192)),
        Error,
        "The data set is closed",
      );
      await Deno.remove(packs, { recursive: true });
    }
    const after = [...Deno.readDirSync("."), ...Deno.readDirSync(folder)].map(({ name }) => name);
    assertEquals(after, before);
    const empty = { ...options("x"), packDir: "" };
    await assertRejects(() => openWith("faces", empty), TypeError, "packDir must name a folder");
  }));

/** All of a data set but what holds its files. */
function contentOf({ train, heldOut, paired, identities, skipped, fingerprint }: DataSet) {
  const images = [train, heldOut].map((set) => set.domains.map((_, c) => readFirstImages(set, c)));
  return { images, domains: train.domains, paired, identities, skipped, fingerprint };
}

Deno.test("a folder is split as asked, each picture once, the same way every time", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 12);
    const seen: [number, number][] = [];
    const data = await openWith(`${folder}/data`, {
      ...options(folder),
      onProgress: (done, total) => seen.push([done, total]),
    });
    assertEquals([data.train.counts, data.heldOut.counts], [[9, 9], [3, 3]]);
    assertEquals([data.paired, data.train.domains], [false, ["a", "b"]]);
    assertEquals(seen.at(-1), [24, 24]);
    for (const c of [0, 1]) {
      const all = [...firstBytes(data.train, c), ...firstBytes(data.heldOut, c)];
      assertEquals(all.sort((x, y) => x - y), Array.from({ length: 12 }, (_, i) => 100 * c + i));
    }
    const held = firstBytes(data.heldOut, 0);
    close(data);
    await Deno.remove(`${folder}/packs`, { recursive: true });
    const again = await openWith(`${folder}/data`, options(folder));
    assertEquals(firstBytes(again.heldOut, 0), held);
    close(again);
    const other = await openWith(`${folder}/data`, { ...options(folder), seed: 2 });
    assertNotEquals(firstBytes(other.heldOut, 0), held);
    close(other);
  }));

Deno.test("a pack is made once, and again when damaged or when a picture changes", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 4);
    const open = async () => {
      let packed = false;
      close(
        await openWith(`${folder}/data`, { ...options(folder), onProgress: () => packed = true }),
      );
      return packed;
    };
    assertEquals([await open(), await open()], [true, false]);
    const names = Array.from(Deno.readDirSync(`${folder}/packs`), ({ name }) => name).sort();
    assertEquals(names.map((name) => name.replace(/[0-9a-f]{12}/, "HASH")), [
      "data-8-HASH.pack",
      "data-8-HASH.stamps",
    ]);
    const [name] = names;
    Deno.truncateSync(`${folder}/packs/${name}`, 100);
    assertEquals([await open(), await open()], [true, false]);
    writeGrey(`${folder}/data/a/0.png`, 77, 9, 9);
    assertEquals(await open(), true);
  }));

Deno.test("bad files among good ones are skipped and listed with the reason", () =>
  inTemporaryFolder(async (folder) => {
    const a = `${folder}/data/a`;
    writeDomains(`${folder}/data`, ["a", "b"], 4);
    Deno.writeFileSync(`${a}/empty.png`, new Uint8Array());
    Deno.writeTextFileSync(`${a}/notes.txt`, "hello");
    const good = encodePng({ width: 8, height: 8, rgb: new Uint8Array(192).fill(50) });
    Deno.writeFileSync(`${a}/cut.png`, good.subarray(0, good.length - 30));
    writeGrey(`${a}/dot.png`, 99, 1, 1); // 1 x 1 is a picture
    const huge = good.slice();
    new DataView(huge.buffer).setUint32(16, 100_000);
    new DataView(huge.buffer).setUint32(20, 100_000);
    Deno.writeFileSync(`${a}/huge.png`, huge);
    const data = await openWith(`${folder}/data`, options(folder));
    assertEquals(data.train.counts[0] + data.heldOut.counts[0], 5);
    const reasons = Object.fromEntries(
      data.skipped.map(({ file, reason }) => [file.slice(a.length + 1), reason.split(" (")[0]]),
    );
    assertEquals(reasons["empty.png"], "The file is empty");
    assertEquals(reasons["notes.txt"], "Not a PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF file");
    assertEquals(reasons["cut.png"], "The PNG file is damaged");
    assertEquals(
      reasons["huge.png"],
      "100000 x 100000 pixels are more than the limit of 268 million",
    );
    assertEquals(data.skipped.length, 4);
    close(data);
  }));

Deno.test("a domain without enough good pictures is refused, and no pack is left", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 4);
    Deno.mkdirSync(`${folder}/data/c`);
    Deno.writeTextFileSync(`${folder}/data/c/notes.txt`, "hello");
    const open = () => openWith(`${folder}/data`, options(folder));
    await assertRejects(open, RangeError, "Domain c of");
    await assertRejects(open, RangeError, "has 0 usable pictures of 1 files; add pictures");
    await assertRejects(
      open,
      RangeError,
      "Not a PNG, JPEG, GIF, WebP, AVIF, HEIC, BMP or TIFF file",
    );
    writeGrey(`${folder}/data/c/one.png`, 1);
    await assertRejects(open, RangeError, "has 1 usable pictures of 2 files");
    assertEquals([...Deno.readDirSync(`${folder}/packs`)], []);
  }));

Deno.test("a domain of fewer pictures than its share of a batch is refused with the remedy", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 8);
    const open = (batch: number) => openWith(`${folder}/data`, { ...options(folder), batch });
    close(await open(12));
    await assertRejects(
      () => open(14),
      RangeError,
      "has 6 images to train on, fewer than its 7 of a batch of 14; add pictures or lower --batch",
    );
  }));

Deno.test("celeba:DIR and celeba:DIR:Attribute", () =>
  inTemporaryFolder(async (folder) => {
    const root = `${folder}/celeba`;
    Deno.mkdirSync(`${root}/celebA`, { recursive: true });
    const lines = ["8", "Male Smiling"];
    for (let i = 0; i < 8; i++) {
      writeGrey(`${root}/celebA/${i}.png`, i, 178, 218);
      lines.push(`${i}.png ${i < 4 ? 1 : -1} ${i % 2 ? 1 : -1}`);
    }
    Deno.writeTextFileSync(`${root}/list_attr_celeba.txt`, lines.join("\n"));
    const male = await openWith(`celeba:${root}`, options(folder));
    assertEquals(male.train.domains, ["Male", "not_Male"]);
    assertEquals([...firstBytes(male.train, 0), ...firstBytes(male.heldOut, 0)].sort(), [
      0,
      1,
      2,
      3,
    ]);
    const smiling = await openWith(`celeba:${root}:Smiling`, options(folder));
    assertEquals(
      [...firstBytes(smiling.train, 0), ...firstBytes(smiling.heldOut, 0)].sort(),
      [1, 3, 5, 7],
    );
    close(male);
    close(smiling);
  }));

Deno.test("faces:test trains on the very faces of faces and holds out other people", () =>
  inTemporaryFolder(async (folder) => {
    const faces = { train: 12, heldOut: 6 };
    const open = (spec: string) => openWith(spec, { ...options(folder), size: 32, faces });
    const data = await open("faces"), test = await open("faces:test");
    const pixels = (set: ImageSet) => {
      const all = new Uint8Array(2 * set.counts[0] * 32 * 32 * 3);
      for (let i = 0; i < 2 * set.counts[0]; i++) set.read(i % 2, i >> 1, all, i * 32 * 32 * 3);
      return all;
    };
    assertEquals(pixels(test.train), pixels(data.train));
    assertNotEquals(pixels(test.heldOut), pixels(data.heldOut));
    assertEquals([test.spec, test.paired], ["faces:test", true]);
    assertEquals(test.identities!.train, data.identities!.train);
    for (const [set, pool] of [[data, "heldOut"], [test, "test"]] as const) {
      assertEquals(set.identities!.heldOut.map(identityPool), Array(6).fill(pool));
      assertEquals(set.identities!.train.map((people) => people.length), [12, 12]);
    }
    close(data);
    close(test);
  }));

Deno.test("the identities are those of the pictures, also of a pack that was found again", () =>
  inTemporaryFolder(async (folder) => {
    const faces = { train: 3, heldOut: 4 };
    const open = () => openWith("faces:test", { ...options(folder), size: 32, faces });
    close(await open());
    const data = await open(), drawn = new Uint8Array(32 * 32 * 3), image = drawn.slice();
    const renderer = await createFaceRenderer(32);
    for (const [c, domain] of faceDomains.entries()) {
      for (const set of ["train", "heldOut"] as const) {
        const { train, heldOut } = data.identities!;
        (set === "train" ? train[c] : heldOut).forEach((person, i) => {
          renderer.draw(faceOf(person, domain), person.background, drawn);
          data[set].read(c, i, image);
          assertEquals(image, drawn);
        });
      }
    }
    close(data);
  }));

Deno.test("faces: and anything but test is refused with the forms there are", () =>
  inTemporaryFolder(async (folder) => {
    for (const spec of ["faces:", "faces:Test", "faces:heldOut", "faces:test:1"]) {
      await assertRejects(
        () => openWith(spec, options(folder)),
        RangeError,
        `${spec} is no data set: use faces, or faces:test for other held-out faces`,
      );
    }
  }));

Deno.test("faces: true pairs held out, nobody shared, the same twice", () =>
  inTemporaryFolder(async (folder) => {
    const faces = { train: 20, heldOut: 5 };
    const open = (packDir: string) =>
      openWith("faces", { ...options(folder), size: 32, packDir: `${folder}/${packDir}`, faces });
    const data = await open("one"), again = await open("two");
    assertEquals([data.paired, data.train.domains], [true, [...faceDomains]]);
    assertEquals([data.train.counts, data.heldOut.counts], [[20, 20], [5, 5]]);
    const image = new Uint8Array(32 * 32 * 3), twin = image.slice();
    for (const c of [0, 1]) {
      for (let i = 0; i < 20; i++) {
        data.train.read(c, i, image);
        again.train.read(c, i, twin);
        assertEquals(twin, image);
      }
    }
    for (let i = 0; i < 5; i++) { // the background is kept: pairs agree in their corners
      data.heldOut.read(0, i, image);
      data.heldOut.read(1, i, twin);
      assertEquals(twin.subarray(0, 3), image.subarray(0, 3));
      assertNotEquals(twin, image);
    }
    close(data);
    close(again);
  }));
