import { assertEquals, assertThrows } from "@std/assert";
import { listCeleba } from "../../lib/data/celeba.ts";
import { inTemporaryFolder } from "./temporary_folder.ts";

const names = Array.from({ length: 40 }, (_, i) => i === 20 ? "Male" : `Attribute_${i}`);
const row = (file: string, male: string) =>
  [file, ...names.map((name) => name === "Male" ? male : "-1")].join("  ");
const table = [
  "3",
  names.join(" ") + " ",
  row("1.jpg", "1"),
  row("2.jpg", "-1"),
  row("3.jpg", "1"),
];

function writeTable(root: string, lines: string[], folder = "img_align_celeba"): void {
  Deno.mkdirSync(`${root}/${folder}`, { recursive: true });
  Deno.writeTextFileSync(`${root}/list_attr_celeba.txt`, lines.join("\r\n") + "\r\n");
}

Deno.test("an attribute splits the table into two domains", () =>
  inTemporaryFolder((root) => {
    writeTable(root, table, "celebA");
    const { domains, files } = listCeleba(root);
    assertEquals(domains, ["Male", "not_Male"]);
    assertEquals(files.map((domain) => domain.map(({ name }) => name)), [["1.jpg", "3.jpg"], [
      "2.jpg",
    ]]);
    assertEquals(files[1][0].path, `${root}/celebA/2.jpg`);
    assertEquals(listCeleba(root, "Attribute_3").files.map((f) => f.length), [0, 3]);
  }));

Deno.test("a missing table, an unknown attribute and a damaged line are named", () =>
  inTemporaryFolder((root) => {
    assertThrows(() => listCeleba(root), Error, "is not the CelebA layout; it needs list_attr");
    writeTable(root, table);
    assertThrows(() => listCeleba(root, "Hat"), RangeError, "has no attribute Hat; it has");
    writeTable(root, [...table, "4.jpg 1 -1"]);
    assertThrows(() => listCeleba(root), Error, "is damaged in line 6");
    writeTable(root, [...table, row("4.jpg", "yes")]);
    assertThrows(() => listCeleba(root), Error, "is damaged in line 6");
  }));
