import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { openData } from "../../lib/data/open_data.ts";
import { writePack } from "../../lib/data/pack.ts";
import { inTemporaryFolder, writeDomains, writeGrey } from "./temporary_folder.ts";

/** Opens folder/NAME, and says what that took. */
async function open(folder: string, name: string, packs = "packs") {
  let packed = 0, compared = 0;
  const data = await openData(`${folder}/${name}`, { size: 8, heldOut: 0.25, seed: 1 }, {
    packDir: `${folder}/${packs}`,
    onProgress: (_, total) => packed = total,
    onCompare: (_, total) => compared = total,
  });
  data.train.close();
  data.heldOut.close();
  return { fingerprint: data.fingerprint!, packed, compared, notes: data.notes };
}

/** Copies as `cp -r` does: the times are new. */
function copy(from: string, to: string): void {
  Deno.mkdirSync(to);
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) copy(`${from}/${name}`, `${to}/${name}`);
    else Deno.writeFileSync(`${to}/${name}`, Deno.readFileSync(`${from}/${name}`));
  }
}

/** Sets the time of every file, as if it had been written then. */
function setTimes(root: string, time: Date): void {
  for (const { name, isDirectory } of Deno.readDirSync(root)) {
    if (isDirectory) setTimes(`${root}/${name}`, time);
    else Deno.utimeSync(`${root}/${name}`, time, time);
  }
}

const long = new Date("2020-01-01");

Deno.test("a copied folder is known by its content: its fingerprint is the same", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 6);
    const { fingerprint } = await open(folder, "data");
    copy(`${folder}/data`, `${folder}/elsewhere`);
    assertEquals((await open(folder, "elsewhere")).fingerprint, fingerprint);
    assertEquals((await open(folder, "elsewhere", "other packs")).fingerprint, fingerprint);
    writeGrey(`${folder}/elsewhere/a/0.png`, 77);
    assertNotEquals((await open(folder, "elsewhere")).fingerprint, fingerprint);
  }));

Deno.test("files are hashed while they are packed, and read again only where they look changed", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 6);
    setTimes(`${folder}/data`, long);
    const { fingerprint, ...first } = await open(folder, "data");
    assertEquals([first.packed, first.compared], [12, 0]);
    const again = { fingerprint, packed: 0, compared: 0, notes: [] };
    assertEquals(await open(folder, "data"), again);

    // Touched, as by a copy over the same place: read once, packed never.
    setTimes(`${folder}/data`, new Date("2021-01-01"));
    assertEquals(await open(folder, "data"), { ...again, compared: 12 });
    assertEquals(await open(folder, "data"), again);

    // A lost or damaged list of stamps costs reading, not packing.
    for (const { name } of Deno.readDirSync(`${folder}/packs`)) {
      if (name.endsWith(".stamps")) Deno.writeTextFileSync(`${folder}/packs/${name}`, "damaged");
    }
    assertEquals(await open(folder, "data"), { ...again, compared: 12 });

    // Another content of the same length.
    const path = `${folder}/data/a/0.png`, bytes = Deno.readFileSync(path);
    writeGrey(path, 1);
    const changed = await open(folder, "data");
    assertEquals([changed.packed, changed.compared], [12, 1]);
    assertNotEquals(changed.fingerprint, fingerprint);
    Deno.writeFileSync(path, bytes);
    assertEquals((await open(folder, "data")).fingerprint, fingerprint);
  }));

Deno.test("a file that is written again in the same instant is not taken for the old one", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 4);
    setTimes(`${folder}/data`, long);
    const path = `${folder}/data/a/0.png`, now = new Date();
    Deno.utimeSync(path, now, now);
    const { fingerprint } = await open(folder, "data");
    writeGrey(path, 1); // greys below 10 have files of one length
    Deno.utimeSync(path, now, now);
    assertNotEquals((await open(folder, "data")).fingerprint, fingerprint);
  }));

Deno.test("two folders of one name do not share a pack", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/one/data`, ["a", "b"], 4);
    writeDomains(`${folder}/two/data`, ["b", "a"], 4);
    for (const name of ["one", "two"]) setTimes(`${folder}/${name}`, long);
    const one = await open(folder, "one/data"), two = await open(folder, "two/data");
    assertNotEquals(one.fingerprint, two.fingerprint);
    assertEquals(
      [(await open(folder, "one/data")).packed, (await open(folder, "two/data")).packed],
      [
        0,
        0,
      ],
    );
  }));

Deno.test("a pack of an older version is replaced, and said; one given up long ago is swept", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 4);
    Deno.mkdirSync(`${folder}/packs`);
    const old = `${folder}/packs/data-8-0123456789ab.pack`;
    const header = { size: 8, domains: ["a", "b"], paired: false, fingerprint: "f".repeat(64) };
    await writePack(old, header, () => {});
    const others = ["data-16-0123456789ab.pack", "photos-8-0123456789ab.pack"];
    for (const name of others) await writePack(`${folder}/packs/${name}`, header, () => {});
    const parts = [1, 2].map((i) => `x-8-0123456789ab.pack.${crypto.randomUUID()}${i}.tmp`)
      .map((name) => name.replace(/.\.tmp$/, ".tmp"));
    const weekOld = "y-8-0123456789ab.pack.begun";
    for (const name of [...parts, "mine.tmp", weekOld, weekOld + ".jsonl", "z.pack.begun"]) {
      Deno.writeTextFileSync(`${folder}/packs/${name}`, "");
    }
    const week = new Date(Date.now() - 8 * 24 * 3_600_000);
    for (const name of [weekOld, weekOld + ".jsonl"]) {
      Deno.utimeSync(`${folder}/packs/${name}`, week, week);
    }
    for (const name of [parts[0], "mine.tmp"]) {
      Deno.utimeSync(`${folder}/packs/${name}`, long, long);
    }
    const { notes } = await open(folder, "data");
    assertEquals(notes, [`${old} was packed by an older version, and is packed anew`]);
    const names = Array.from(Deno.readDirSync(`${folder}/packs`), ({ name }) => name);
    for (const name of [...others, parts[1], "mine.tmp", "z.pack.begun"]) {
      assert(names.includes(name), name);
    }
    assertEquals(names.length, others.length + 5);
  }));

Deno.test("packing that is stopped leaves nothing, unless another run can go on with it", () =>
  inTemporaryFolder(async (folder) => {
    writeDomains(`${folder}/data`, ["a", "b"], 60);
    for (const spec of [`${folder}/data`, "faces"]) {
      const stop = new AbortController();
      const opening = openData(spec, { size: 32, heldOut: 0.25, seed: 1 }, {
        ...{ packDir: `${folder}/packs`, signal: stop.signal },
        faces: { train: 200, heldOut: 4 },
        onProgress: () => stop.abort(new Error("stopped")),
      });
      const { message } = await opening.then(() => new Error("done"), (error) => error);
      assertEquals(message, "stopped");
      const left = Array.from(Deno.readDirSync(`${folder}/packs`), ({ name }) => name);
      assertEquals(
        left.map((name) => name.replace(/^.*\.pack/, "")).toSorted(),
        spec === "faces" ? [] : [".begun", ".begun.jsonl"],
      );
      for (const name of left) Deno.removeSync(`${folder}/packs/${name}`);
    }
  }));
