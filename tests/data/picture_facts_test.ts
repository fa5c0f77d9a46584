import { assertEquals, assertThrows } from "@std/assert";
import type { DataSet, ImageSet } from "../../lib/data/image_set.ts";
import { openData } from "../../lib/data/open_data.ts";
import { inTemporaryFolder, writeDomains, writeGrey } from "./temporary_folder.ts";

/** The first byte of every image of a domain. */
function firstBytes(set: ImageSet, c: number): number[] {
  const image = new Uint8Array(set.size ** 2 * 3);
  return Array.from({ length: set.counts[c] }, (_, i) => {
    set.read(c, i, image);
    return image[0];
  });
}

const splits = ["train", "heldOut"] as const;
/** For every image, its byte and what its file's name says that byte should be. */
const bytes = (data: DataSet) =>
  splits.flatMap((split) => data[split].counts.map((_, c) => firstBytes(data[split], c)));
const named = (data: DataSet) => {
  const table = data.pictures!();
  return splits.flatMap((split) =>
    table[split].map((facts, c) => facts.map(({ name }) => 100 * c + parseInt(name)))
  );
};

const config = { size: 8, heldOut: 0.25, seed: 3 };

Deno.test("each image of a folder has the facts of its own file, whatever was skipped or held out", () =>
  inTemporaryFolder(async (folder) => {
    const root = `${folder}/data`, options = { packDir: `${folder}/packs` };
    writeDomains(root, ["a", "b"], 12);
    Deno.writeTextFileSync(`${root}/a/5.png`, "damaged");
    Deno.mkdirSync(`${root}/b/folder`);
    for (const list of [undefined, "a/0.png\na/5.png\na/7.png\nb/3.png\n"]) {
      if (list) Deno.writeTextFileSync(`${root}/held_out.txt`, list);
      for (const _ of ["packed", "found again"]) {
        using data = await openData(root, config, options);
        assertEquals(data.heldOut.counts, list ? [2, 1] : [3, 3]);
        assertEquals(named(data), bytes(data));
        assertEquals(data.pictures!().attributes, []);
      }
    }
    using data = await openData(root, config, options);
    Object.assign(data.train, { counts: [9, 9] });
    assertThrows(() => data.pictures!(), Error, "was packed from");
  }));

Deno.test("CelebA's pictures know their attributes and their people; drawn faces have no tables", () =>
  inTemporaryFolder(async (folder) => {
    const root = `${folder}/celeba`, names = ["Bangs", "Male", "Smiling"];
    Deno.mkdirSync(`${root}/img_align_celeba`, { recursive: true });
    const rows: string[] = [], people: string[] = [];
    for (let i = 0; i < 24; i++) {
      writeGrey(`${root}/img_align_celeba/${i}.png`, i);
      const has = [i % 3 === 0, i % 2 === 0, i % 4 > 1];
      rows.push(`${i}.jpg ${has.map((value) => value ? " 1" : "-1").join(" ")}`);
      people.push(`${i}.jpg ${i >> 2}`);
    }
    Deno.writeTextFileSync(`${root}/list_attr_celeba.txt`, [names.join(" "), ...rows].join("\n"));
    Deno.writeTextFileSync(`${root}/identity_CelebA.txt`, people.join("\n"));
    using data = await openData(`celeba:${root}`, config, { packDir: `${folder}/packs` });
    const table = data.pictures!();
    assertEquals(table.attributes, names);
    for (const split of splits) {
      table[split].forEach((facts, c) => {
        const found = firstBytes(data[split], c);
        assertEquals(facts.map(({ name }) => parseInt(name)), found);
        facts.forEach(({ person, attributes }, k) => {
          const i = found[k];
          assertEquals(person, `${i >> 2}`);
          assertEquals(
            [...attributes!].sort(),
            names.filter((_, k) => [i % 3 === 0, i % 2 === 0, i % 4 > 1][k]),
          );
        });
      });
    }
    using drawn = await openData("faces", { ...config, size: 32 }, {
      packDir: `${folder}/packs`,
      faces: { train: 2, heldOut: 2 },
    });
    assertEquals(drawn.pictures, undefined);
  }));
