import { assert, assertEquals, assertThrows } from "@std/assert";
import { listCeleba } from "../../lib/data/celeba.ts";
import { holdOutPeople } from "../../lib/data/hold_out_people.ts";
import { openData } from "../../lib/data/open_data.ts";
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
