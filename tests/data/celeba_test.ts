import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { listCeleba } from "../../lib/data/celeba.ts";
import { holdOutPeople } from "../../lib/data/hold_out_people.ts";
import { openData } from "../../lib/data/open_data.ts";
import { encodePng } from "../../lib/images/encode_png.ts";
import { inTemporaryFolder, writeGrey } from "./temporary_folder.ts";

const names = Array.from({ length: 40 }, (_, i) => i === 20 ? "Male" : `Attribute_${i}`);
const row = (file: string, male: string, between = "  ") =>
  [file, ...names.map((name) => name === "Male" ? male : "-1")].join(between);
const table = [
  "3",
  names.join(" ") + " ",
  row("1.jpg", "1"),
  row("2.jpg", "-1"),
  row("3.jpg", "1"),
];

function write(path: string, lines: readonly string[]): void {
  Deno.mkdirSync(path.replace(/\/[^/]*$/, ""), { recursive: true });
  Deno.writeTextFileSync(path, lines.join("\r\n") + "\r\n");
}

/** Files that are listed but not opened. */
function touch(folder: string, files: readonly string[]): void {
  Deno.mkdirSync(folder, { recursive: true });
  for (const file of files) Deno.writeTextFileSync(`${folder}/${file}`, "");
}

const three = ["1.jpg", "2.jpg", "3.jpg"];

Deno.test("an attribute splits the table into two domains", () =>
  inTemporaryFolder((root) => {
    write(`${root}/list_attr_celeba.txt`, table);
    touch(`${root}/celebA`, three);
    const { domains, files, notes } = listCeleba(root);
    assertEquals(domains, ["Male", "not_Male"]);
    assertEquals(files.map((domain) => domain.map(({ name }) => name)), [["1.jpg", "3.jpg"], [
      "2.jpg",
    ]]);
    assertEquals(files[1][0], { path: `${root}/celebA/2.jpg`, name: "2.jpg" });
    assertEquals(notes, []);
    assertEquals(listCeleba(root, "Attribute_3").files.map((f) => f.length), [0, 3]);
  }));

Deno.test("a missing table, an unknown attribute and a damaged line are named", () =>
  inTemporaryFolder((root) => {
    const layout = "is not the CelebA layout; it needs list_attr_celeba.txt or .csv and a folder";
    assertThrows(() => listCeleba(`${root}/none`), Error, layout);
    write(`${root}/list_attr_celeba.txt`, table);
    assertThrows(() => listCeleba(root), Error, layout);
    touch(`${root}/img_align_celeba`, ["9.jpg"]);
    assertThrows(
      () => listCeleba(root),
      Error,
      "has none of the pictures that its list_attr_celeba",
    );
    touch(`${root}/img_align_celeba`, ["4.jpg"]);
    write(`${root}/list_attr_celeba.txt`, [...table, "4.jpg 1 -1"]);
    assertThrows(() => listCeleba(root, "Hat"), RangeError, "has no attribute Hat; it has");
    assertThrows(() => listCeleba(root), Error, "is damaged in line 6: 40 values of 1 or -1");
    write(`${root}/list_attr_celeba.txt`, [...table, row("4.jpg", "yes")]);
    assertThrows(() => listCeleba(root), Error, "is damaged in line 6");
  }));

Deno.test("every form in which CelebA is handed on is read", () =>
  inTemporaryFolder((root) => {
    const csv = [
      `image_id,${names.join(",")}`,
      ...three.map((f, i) => row(f, i % 2 ? "-1" : "1", ",")),
    ];
    const forms: [string, table: string, lines: string[], pictures: string, ending?: string][] = [
      ["count", "list_attr_celeba.txt", table, "img_align_celeba"],
      ["no count", "list_attr_celeba.txt", table.slice(1), "img_align_celeba"],
      ["mark", "list_attr_celeba.txt", ["\ufeff3", ...table.slice(1)], "img_align_celeba"],
      ["Kaggle", "list_attr_celeba.csv", csv, "img_align_celeba/img_align_celeba"],
      ["its own", "Anno/list_attr_celeba.txt", table, "Img/img_align_celeba"],
      ["unzipped", "Anno/list_attr_celeba.txt", table, "Img/img_align_celeba/img_align_celeba"],
      ["png", "Anno/list_attr_celeba.txt", table, "Img/img_align_celeba_png", "png"],
      ["torchvision", "celeba/list_attr_celeba.txt", table, "celeba/img_align_celeba"],
    ];
    for (const [form, path, lines, folder, ending = "jpg"] of forms) {
      write(`${root}/${form}/${path}`, lines);
      touch(`${root}/${form}/${folder}`, three.map((name) => name.replace("jpg", ending)));
      assertEquals(
        listCeleba(`${root}/${form}`).files,
        [[1, 3], [2]].map((domain) =>
          domain.map((i) => ({
            path: `${root}/${form}/${folder}/${i}.${ending}`,
            name: `${i}.jpg`,
          }))
        ),
        form,
      );
    }
  }));

const eight = Array.from({ length: 8 }, (_, i) => `${i}.jpg`);
/** Even numbers are men. */
function writeEight(root: string): void {
  write(`${root}/Anno/list_attr_celeba.txt`, [
    names.join(" "),
    ...eight.map((f, i) => row(f, i % 2 ? "-1" : "1")),
  ]);
  touch(`${root}/Img/img_align_celeba`, eight);
}
const heldOutNames = (files: ReturnType<typeof listCeleba>["files"]) =>
  files.map((ofDomain) => ofDomain.filter(({ heldOut }) => heldOut).map(({ name }) => name));

Deno.test("the dataset's own split is used: its test pictures are held out, as text and as csv", () =>
  inTemporaryFolder((root) => {
    writeEight(root);
    const marks = [0, 0, 0, 0, 1, 1, 2, 2];
    for (
      const [path, lines] of [
        ["Eval/list_eval_partition.txt", eight.map((file, i) => `${file} ${marks[i]}`)],
        ["list_eval_partition.csv", [
          "image_id,partition",
          ...eight.map((f, i) => `${f},${marks[i]}`),
        ]],
      ] as const
    ) {
      write(`${root}/${path}`, lines);
      const { files, notes } = holdOutPeople(listCeleba(root), { heldOut: 0.1, seed: 1 });
      assertEquals(heldOutNames(files), [["6.jpg"], ["7.jpg"]]);
      assertEquals(files.map((ofDomain) => ofDomain.length), [3, 3]);
      assertEquals(notes, ["The split's 2 validation pictures are not used"]);
      Deno.removeSync(`${root}/${path}`);
    }
    write(`${root}/list_eval_partition.txt`, eight.map((file) => `${file} 0`));
    const { files, notes } = holdOutPeople(listCeleba(root), { heldOut: 0.1, seed: 1 });
    assertEquals(files.flat().map(({ heldOut }) => heldOut), Array(8).fill(undefined));
    assert(notes![0].endsWith("pictures are held out by chance"), notes![0]);
  }));

Deno.test("nobody is on both sides where the table of people is there", () =>
  inTemporaryFolder((root) => {
    writeEight(root);
    const people = [1, 1, 1, 2, 3, 3, 4, 4];
    write(`${root}/Anno/identity_CelebA.txt`, eight.map((file, i) => `${file} ${people[i]}`));
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const { files } = holdOutPeople(listCeleba(root), { heldOut: 0.25, seed });
      const sides = [true, false].map((side) =>
        new Set(files.flat().filter(({ heldOut }) => heldOut === side).map(({ person }) => person))
      );
      assertEquals([...sides[0].intersection(sides[1])], []);
      for (const ofDomain of files) assert(ofDomain.some(({ heldOut }) => heldOut));
      seen.add([...sides[0]].join());
    }
    assert(seen.size > 1, "the same people whatever the seed");
    // A split of somebody else's, with person 4 on both sides.
    write(
      `${root}/list_eval_partition.txt`,
      eight.map((file, i) => `${file} ${[2, 3, 6].includes(i) ? 2 : 0}`),
    );
    const { files, notes } = holdOutPeople(listCeleba(root), { heldOut: 0.25, seed: 1 });
    assertEquals(heldOutNames(files), [["2.jpg", "6.jpg"], ["3.jpg"]]);
    assertEquals(files.flat().filter(({ heldOut }) => !heldOut).map(({ name }) => name), [
      "4.jpg",
      "5.jpg",
    ]);
    assertEquals(notes, ["3 training pictures of people who are held out are left out"]);
  }));

Deno.test("the whole table with a hundred pictures costs no wait, and no list of what is not there", () =>
  inTemporaryFolder(async (root) => {
    const all = Array.from({ length: 202_599 }, (_, i) => `${i + 1}`.padStart(6, "0") + ".jpg");
    write(`${root}/list_attr_celeba.txt`, [
      "202599",
      names.join(" "),
      ...all.map((file, i) => row(file, i % 2 ? "-1" : "1")),
    ]);
    write(`${root}/list_eval_partition.txt`, all.map((file, i) => `${file} ${i % 5 ? 0 : 2}`));
    Deno.mkdirSync(`${root}/img_align_celeba`);
    for (const file of all.slice(-105)) writeGrey(`${root}/img_align_celeba/${file}`, 9);
    const start = performance.now();
    const listing = listCeleba(root);
    const seconds = (performance.now() - start) / 1000;
    assertEquals(listing.files.flat().length, 105);
    assert(seconds < 5, `${seconds} s`);
    const config = { size: 8, heldOut: 0.1, seed: 1 };
    using data = await openData(`celeba:${root}`, config, { packDir: `${root}/packs` });
    const { skipped, notes } = data;
    assertEquals(data.heldOut.counts.reduce((sum, count) => sum + count), 21);
    assert(JSON.stringify({ skipped, notes }).length < 1000);
    assertEquals(notes?.[0], `${root}/img_align_celeba has 105 of the table's 202599 pictures`);
  }));

/** Sixteen pictures of eight people; numbers are attributes, of pictures `1` to `16`. */
function writeSixteen(root: string): void {
  const has: Record<string, (i: number) => boolean> = {
    Male: (i) => i % 2 === 0,
    Young: (i) => i % 4 < 2,
    Black_Hair: (i) => i < 6,
    Blond_Hair: (i) => i >= 4 && i < 14,
    Blurry: (i) => i === 2 || i === 9,
    Wearing_Hat: (i) => i === 9,
  };
  const files = Array.from({ length: 16 }, (_, i) => `${i}.png`);
  const mark = (i: number, name: string) => has[name](i) ? "1" : "-1";
  write(`${root}/list_attr_celeba.txt`, [
    Object.keys(has).join(" "),
    ...files.map((file, i) => [file, ...Object.keys(has).map((name) => mark(i, name))].join(" ")),
  ]);
  write(`${root}/identity_CelebA.txt`, files.map((file, i) => `${file} ${i >> 1}`));
  Deno.mkdirSync(`${root}/img`);
  // The face's square, at 14, 40 with side 150, is light; the rest is dark.
  for (const [i, file] of files.entries()) {
    const rgb = new Uint8Array(178 * 218 * 3);
    for (let y = 40; y < 190; y++) {
      rgb.fill(100 + i, (178 * y + 14) * 3, (178 * y + 164) * 3);
    }
    Deno.writeFileSync(`${root}/img/${file}`, encodePng({ width: 178, height: 218, rgb }));
  }
}

const namesOf = ({ files }: ReturnType<typeof listCeleba>) =>
  files.map((ofDomain) => ofDomain.map(({ name }) => parseInt(name)));

Deno.test("combinations, alternatives and what is left out", () =>
  inTemporaryFolder((root) => {
    writeSixteen(root);
    const four = listCeleba(root, "Male,Young");
    assertEquals(namesOf(four), [[0, 4, 8, 12], [2, 6, 10, 14], [1, 5, 9, 13], [3, 7, 11, 15]]);
    const sharp = listCeleba(root, "Male,Young", ["Blurry", "Wearing_Hat"]);
    assertEquals(namesOf(sharp), [[0, 4, 8, 12], [6, 10, 14], [1, 5, 13], [3, 7, 11, 15]]);
    assertEquals(sharp.notes, ["2 pictures with Blurry or Wearing_Hat are left out"]);
    const hair = listCeleba(root, "Black_Hair+Blond_Hair", ["Blurry"]);
    assertEquals(hair.domains, ["Black_Hair", "Blond_Hair"]);
    assertEquals(namesOf(hair), [[0, 1, 3], [6, 7, 8, 10, 11, 12, 13]]);
    assertEquals(hair.notes, [
      "2 pictures with Blurry are left out",
      "4 pictures with none or several of Black_Hair, Blond_Hair are left out",
    ]);
    const unknown = "has no attribute Blury (did you mean Blurry?); it has Male, Young";
    assertThrows(() => listCeleba(root, "Male", ["Blury"]), RangeError, unknown);
    assertThrows(() => listCeleba(root, "Male,Blury"), RangeError, unknown);
  }));

Deno.test("nobody is on both sides, whatever makes the domains and whatever is left out", () =>
  inTemporaryFolder((root) => {
    writeSixteen(root);
    for (const attributes of ["Male", "Male,Young", "Black_Hair+Blond_Hair"]) {
      for (let seed = 0; seed < 20; seed++) {
        const listing = listCeleba(root, attributes, ["Wearing_Hat"]);
        const all = holdOutPeople(listing, { heldOut: 0.25, seed }).files.flat();
        const [out, train] = [true, false].map((side) =>
          new Set(all.filter(({ heldOut }) => heldOut === side).map(({ person }) => person))
        );
        assert(out.size > 0 && train.size > 0);
        assertEquals([...out.intersection(train)], [], `${attributes}, seed ${seed}`);
      }
    }
  }));

Deno.test("openData cuts the face out, leaves pictures out, and packs each choice apart", () =>
  inTemporaryFolder(async (root) => {
    writeSixteen(root);
    const config = { size: 8, heldOut: 0.25, seed: 1 }, packDir = `${root}/packs`;
    const open = (spec: string, choice = {}) => openData(spec, config, { packDir, ...choice });
    using whole = await open(`celeba:${root}`), face = await open(`celeba:${root}`, { crop: 150 });
    using sharp = await open(`celeba:${root}`, { crop: 150, without: ["Blurry"] });
    const darkest = ({ train }: typeof whole) => {
      const image = new Uint8Array(8 * 8 * 3);
      train.read(0, 0, image);
      return Math.min(...image);
    };
    assertEquals([darkest(whole) < 50, darkest(face) >= 100], [true, true]);
    const total = ({ train, heldOut }: typeof whole) =>
      [...train.counts, ...heldOut.counts].reduce((a, b) => a + b);
    assertEquals([total(whole), total(face), total(sharp)], [16, 16, 14]);
    assertEquals(sharp.choice, { crop: 150, without: ["Blurry"] });
    assertEquals(new Set([whole, face, sharp].map(({ fingerprint }) => fingerprint)).size, 3);
    assertEquals([...Deno.readDirSync(packDir)].filter(({ name }) => /pack$/.test(name)).length, 3);
    using again = await open(`celeba:${root}`, { crop: 150, without: ["Blurry"] });
    assertEquals(again.fingerprint, sharp.fingerprint);
  }));

Deno.test("crop and without are refused where they mean nothing, and a folder can be cropped", () =>
  inTemporaryFolder(async (root) => {
    const config = { size: 8, heldOut: 0.25, seed: 1 }, packDir = `${root}/packs`;
    for (const domain of ["a", "b"]) {
      Deno.mkdirSync(`${root}/photos/${domain}`, { recursive: true });
      for (let i = 0; i < 4; i++) writeGrey(`${root}/photos/${domain}/${i}.png`, i, 40, 30);
      writeGrey(`${root}/photos/${domain}/small.png`, 9, 20, 30);
    }
    const photos = (choice = {}) => openData(`${root}/photos`, config, { packDir, ...choice });
    using data = await photos({ crop: 24, without: [] });
    assertEquals(data.skipped.map(({ reason }) => reason), [
      "The picture of 20x30 is smaller than the crop of 24",
      "The picture of 20x30 is smaller than the crop of 24",
    ]);
    await assertRejects(() => photos({ without: ["Blurry"] }), RangeError, "has no attributes");
    await assertRejects(() => photos({ crop: 2 }), RangeError, "crop must be a whole number");
    await assertRejects(
      () => openData("faces", config, { packDir, crop: 150 }),
      RangeError,
      "faces is drawn at its size: crop and without are for pictures",
    );
  }));
