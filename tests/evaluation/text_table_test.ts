import { assertEquals } from "@std/assert";
import { type Column, table } from "../../lib/evaluation/text_table.ts";

const columns: readonly Column<[string, number]>[] = [
  ["a", ([name]) => name],
  ["ms", ([, ms]) => `${ms}`],
];

Deno.test("table: the first column to the left, the others to the right", () => {
  assertEquals(table(columns, [["bb", 1], ["c", 123]]), ["a    ms", "bb    1", "c   123"]);
});

Deno.test("table: ruled, dashes as wide as each column stand below the titles", () => {
  assertEquals(table(columns, [["bb", 1]], true), ["a   ms", "--  --", "bb   1"]);
});
