import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { openPack, type PackHeader, type PackSink, writePack } from "../../lib/data/pack.ts";

const header: PackHeader = {
  size: 2,
  domains: ["a", "b"],
  paired: true,
  fingerprint: "made for a test",
};
const image = (value: number) => new Uint8Array(12).fill(value);

function fill(sink: PackSink): void {
  sink.add("train", 0, image(1));
  sink.add("train", 0, image(2));
  sink.add("heldOut", 0, image(3));
  sink.skip("broken.png", "The file is empty");
  sink.add("heldOut", 1, image(4));
  sink.add("train", 1, image(5));
}

async function inFolder(test: (path: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(`${folder}/x.pack`, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a pack gives back every image of every section, and what it knew", () =>
  inFolder(async (path) => {
    await writePack(path, header, fill);
    const data = openPack(path, "spec", header.fingerprint);
    const { train, heldOut } = data;
    assertEquals([train.counts, heldOut.counts], [[2, 1], [1, 1]]);
    assertEquals([data.spec, data.paired, train.size, train.domains], ["spec", true, 2, [
      "a",
      "b",
    ]]);
    assertEquals(data.skipped, [{ file: "broken.png", reason: "The file is empty" }]);
    const target = new Uint8Array(14);
    const read = (set: typeof train, c: number, i: number) => {
      set.read(c, i, target, 1);
      return [target[0], target[1], target[12], target[13]];
    };
    assertEquals(read(train, 0, 1), [0, 2, 2, 0]);
    assertEquals(read(heldOut, 1, 0), [0, 4, 4, 0]);
    assertEquals(read(train, 1, 0), [0, 5, 5, 0]);
    assertThrows(() => train.read(1, 1, target), RangeError, "There is no image 1 of domain 1");
    assertThrows(() => train.read(2, 0, target), RangeError);
    train.close();
    train.close();
    heldOut.close();
  }));

Deno.test("the first images of a domain can be held out once their number is known", () =>
  inFolder(async (path) => {
    await writePack(path, header, (sink) => {
      for (const value of [1, 2, 3]) sink.add("train", 0, image(value));
      sink.holdOut(0, 2);
      assertThrows(() => sink.holdOut(0, 1), RangeError, "a has no 1 images that can be held out");
      sink.add("train", 1, image(4));
      assertThrows(() => sink.holdOut(1, 2), RangeError, "b has no 2 images");
    });
    const { train, heldOut } = openPack(path, "spec"), target = new Uint8Array(12);
    assertEquals([train.counts, heldOut.counts], [[1, 1], [2, 0]]);
    train.read(0, 0, target);
    assertEquals(target[0], 3);
    heldOut.read(0, 1, target);
    assertEquals(target[0], 2);
    train.close();
    heldOut.close();
  }));

Deno.test("a pack cut anywhere, or foreign, is refused", () =>
  inFolder(async (path) => {
    await writePack(path, header, fill);
    const whole = await Deno.readFile(path);
    for (const length of [0, 5, 30, 60, 70, whole.length - 1]) {
      await Deno.writeFile(path, whole.subarray(0, length));
      assertThrows(() => openPack(path, "spec"), Error, "is not a complete pack");
    }
    await Deno.writeFile(path, whole.subarray(12)); // the trailer is whole, an image is missing
    assertThrows(() => openPack(path, "spec"), Error, "is not a complete pack");
    for (const json of ["{}", "[]", "null", '{"sections":{"train":1}}']) {
      const text = new TextEncoder().encode(json);
      const footer = [text.length, 0, 0, 0, ...new TextEncoder().encode("im2imPK1")];
      await Deno.writeFile(path, Uint8Array.from([...text, ...footer]));
      assertThrows(() => openPack(path, "spec"), Error, "is not a complete pack");
    }
  }));

Deno.test("a pack of other data is refused", () =>
  inFolder(async (path) => {
    await writePack(path, header, fill);
    assertThrows(() => openPack(path, "spec", "other"), Error, "was packed from other data");
  }));

Deno.test("an error while packing leaves the old pack and nothing else", () =>
  inFolder(async (path, folder) => {
    await writePack(path, header, fill);
    const stop = (sink: PackSink) => {
      sink.add("train", 0, image(9));
      throw new RangeError("stop");
    };
    await assertRejects(() => writePack(path, header, stop), RangeError, "stop");
    assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["x.pack"]);
    const { train, heldOut } = openPack(path, "spec");
    assertEquals(train.counts, [2, 1]);
    train.close();
    heldOut.close();
  }));

Deno.test("images out of order or of another size are refused", () =>
  inFolder(async (path) => {
    const again = (sink: PackSink) => {
      fill(sink);
      sink.add("train", 0, image(6));
    };
    await assertRejects(() => writePack(path, header, again), TypeError, "added in a row");
    const small = (sink: PackSink) => sink.add("train", 0, new Uint8Array(3));
    await assertRejects(
      () => writePack(path, header, small),
      TypeError,
      "must have 12 bytes, got 3",
    );
  }));

Deno.test("more than the write buffer goes through", () =>
  inFolder(async (path) => {
    const size = 128, record = size * size * 3;
    await writePack(path, { ...header, size, domains: ["a"] }, (sink) => {
      for (let i = 0; i < 50; i++) sink.add("train", 0, new Uint8Array(record).fill(i));
    });
    const { train, heldOut } = openPack(path, "spec");
    const target = new Uint8Array(record);
    for (const i of [0, 20, 21, 22, 49]) {
      train.read(0, i, target);
      assertEquals([target[0], target[record - 1]], [i, i]);
    }
    train.close();
    heldOut.close();
  }));
