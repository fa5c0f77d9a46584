import { assert, assertEquals, assertLess, assertRejects, assertStringIncludes } from "@std/assert";
import { encodePng } from "../../lib/images/encode_png.ts";
import { joinCells, typeErrors } from "../../tasks/shared/check_notebook.ts";
import { missingNeed } from "../../tasks/shared/notebook_needs.ts";
import { HIDDEN, hidePrivate, privateFaults } from "../../tasks/shared/private_cells.ts";
import { findPython } from "../../tasks/shared/jupyter_python.ts";
import { writeKernelSpec } from "../../tasks/shared/kernel_spec.ts";
import {
  type Cell,
  codeCells,
  codeHash,
  joined,
  type Notebook,
  outputsHash,
  readNotebook,
  withOutputs,
} from "../../tasks/shared/notebook_file.ts";
import { isBlank, pictureFaults, picturesOf } from "../../tasks/shared/notebook_pictures.ts";
import { refreshStale, staleOutputs } from "../../tasks/shared/stale_outputs.ts";
import { UsageError } from "../../tasks/shared/usage_error.ts";

const root = new URL("../../", import.meta.url);
const folder = new URL("notebooks/", root);
const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ipynb"));
const config = new URL("deno.json", root).pathname;

const code = (source: string, more: Partial<Cell> = {}): Cell => ({
  cell_type: "code",
  source,
  metadata: {},
  ...more,
});
const notebook = (...cells: Cell[]): Notebook => ({ cells, metadata: {} });

const png = (draw: (x: number, y: number) => number) => {
  const rgb = new Uint8Array(40 * 40 * 3);
  for (let i = 0; i < 1600; i++) rgb.fill(draw(i % 40, Math.floor(i / 40)), 3 * i, 3 * i + 3);
  return encodePng({ width: 40, height: 40, rgb }).toBase64();
};
const shows = (base64: string): Partial<Cell> => ({
  metadata: { tags: ["picture"] },
  outputs: [{ output_type: "display_data", data: { "image/png": base64 } }],
});

for (const name of names) {
  Deno.test(`${name}: outputs made by its code, no blank picture, within its limits`, async () => {
    const url = new URL(name, folder), read = await readNotebook(url.pathname);
    assertEquals(outputsHash(read), await codeHash(read), "run deno task notebooks --update");
    assertEquals(await pictureFaults(read), []);
    assertLess(Deno.statSync(url).size, 1_500_000);
    assert(read.cells.length <= 28, `${read.cells.length} cells`);
    for (const source of codeCells(read)) assert(source.split("\n").length <= 22, source);
    // A figure that is only the last expression of a cell may get lost: see lib/notebook/show.ts.
    for (const source of codeCells(read)) assert(!/^\w+Figure\(/m.test(source), source);
  });

  Deno.test(`${name}: its joined code cells type-check`, async () => {
    const url = new URL(name, folder);
    assertEquals(await typeErrors(await readNotebook(url.pathname), url, config), "");
  });

  // `optional` marks a cell that shows its picture only where a run is there to show.
  Deno.test(`${name}: a cell that shows a figure is tagged, so that its picture is required`, async () => {
    const untagged = (await readNotebook(new URL(name, folder).pathname)).cells.filter((cell) =>
      cell.cell_type === "code" &&
      !cell.metadata.tags?.some((tag) => tag === "picture" || tag === "optional") &&
      /show\((grid|plot|image|slider|loss)Figure/.test(joined(cell.source))
    );
    assertEquals(untagged, []);
  });
}

Deno.test("a type error in any cell is found", async () => {
  const bad = notebook(code("const a = 1;"), code("const b: string = a;"));
  assertStringIncludes(await typeErrors(bad, new URL("x.ipynb", folder), config), "TS2322");
});

Deno.test("joined cells import from beside the notebook", () => {
  const joinedCode = joinCells(
    notebook(code(`import { a } from "../mod.ts";`), code(`await import("./b.ts"); import "c";`)),
    new URL("file:///p/notebooks/x.ipynb"),
  );
  assertStringIncludes(joinedCode, `from "file:///p/mod.ts"`);
  assertStringIncludes(joinedCode, `import("file:///p/notebooks/b.ts")`);
  assertStringIncludes(joinedCode, `import "c"`);
});

Deno.test("the fingerprint follows the code and nothing else", async () => {
  const before = notebook(code("1"), { ...code("# text"), cell_type: "markdown" });
  const texted = notebook(code("1"), { ...code("# other"), cell_type: "markdown" });
  assertEquals(await codeHash(before), await codeHash(texted));
  assert(await codeHash(before) !== await codeHash(notebook(code("2"))));
  const executed = notebook(code("1", { execution_count: 1, outputs: [] }), before.cells[1]);
  const updated = await withOutputs(before, executed);
  assertEquals(outputsHash(updated), await codeHash(before));
  assertEquals(updated.cells[0].execution_count, 1);
  assertEquals(outputsHash(before), undefined);
});

Deno.test("missing and blank pictures are faults; drawn ones, in HTML too, are not", async () => {
  const drawn = png((x, y) => (x * y) % 200), blank = png((_, y) => y < 5 ? 0 : 255);
  const missing = notebook(code("", { metadata: { tags: ["picture"] }, outputs: [] }));
  assertEquals(await pictureFaults(missing), ["cell 1 shows no picture"]);
  assertEquals(await pictureFaults(notebook(code(""), code("", shows(blank)))), [
    "cell 2 shows a blank picture",
  ]);
  assertEquals(await pictureFaults(notebook(code("", shows(drawn)))), []);
  const html =
    `<img src="data:image/png;base64,${drawn}"><img src="data:image/png;base64,${blank}">`;
  const cell = code("", {
    outputs: [{ output_type: "display_data", data: { "text/html": [html] } }],
  });
  assertEquals(picturesOf(cell).length, 2);
  assertEquals(await pictureFaults(notebook(cell)), ["cell 1 shows a blank picture"]);
});

Deno.test("outputs that are older than the library are found by their words, not by their numbers", () => {
  const printing = (...lines: string[]) =>
    notebook(code("", {
      outputs: [
        { output_type: "stream", text: lines },
        { output_type: "display_data", data: { "image/png": "AAAA", "text/plain": ["Samples"] } },
      ],
    }));
  const committed = printing("Backend: wasm on CPU, 2 threads\n", "step 100  d/source 1.2  3 s");
  const slower = printing("Backend: webgpu on Some GPU\n", "step 100  d/source 1.31  14 s");
  assertEquals(staleOutputs(committed, slower), []);
  const renamed = printing("Backend: wasm\n", "step 100  d/real 1.2  g/class 0.4");
  assertEquals(staleOutputs(committed, renamed), [
    "cell 1 shows an output that is older than the library (no longer d/source; now d/real, " +
    "g/class): run deno task notebooks --update",
  ]);
  const both = (one: Notebook, other: Notebook) => notebook(...one.cells, ...other.cells);
  assertEquals(
    refreshStale(both(committed, committed), both(slower, renamed)),
    both(committed, renamed),
  );
  for (const tag of ["private", "varies"]) {
    const tagged = (source: Notebook) =>
      notebook({ ...source.cells[0], metadata: { tags: [tag] } });
    assertEquals(staleOutputs(tagged(committed), tagged(renamed)), []);
  }
});

Deno.test("outputs of private cells are taken away, and are a fault where they were not", async () => {
  const drawn = shows(png((x, y) => (x * y) % 200));
  const face = code("", { ...drawn, metadata: { tags: ["picture", "private"] } });
  const inHtml = code("", {
    metadata: { tags: ["private"] },
    outputs: [{ output_type: "display_data", data: { "text/html": ["<img src=...>", "</img>"] } }],
  });
  const executed = notebook(code("", drawn), face, inHtml);
  assertEquals(await pictureFaults(executed), []);
  assertEquals(privateFaults(executed).map((fault) => fault.split(":")[0]), [
    "cell 2 is private and holds an output",
    "cell 3 is private and holds an output",
  ]);

  const committed = hidePrivate(executed);
  assertEquals(committed.cells[0], executed.cells[0]);
  assertEquals(committed.cells.flatMap(picturesOf).length, 1);
  assertStringIncludes(JSON.stringify(committed.cells[2]), HIDDEN);
  assert(!JSON.stringify(committed.cells.slice(1)).includes("img"));
  assertEquals(privateFaults(committed), []);
  // A private cell without its picture is as it should be; one whose picture got lost is not.
  assertEquals(await pictureFaults(committed), []);
  const lost = notebook({ ...face, outputs: [] });
  assertEquals(await pictureFaults(hidePrivate(lost)), ["cell 1 shows no picture"]);
});

Deno.test("the line that stands for private outputs hides nothing else beside it", () => {
  const privateCell = code("", {
    metadata: { tags: ["private"] },
    outputs: [{ output_type: "stream" }],
  });
  const [{ data, ...output }] = hidePrivate(notebook(privateCell)).cells[0].outputs!;
  const beside = [{ ...output, data: { ...data, "image/png": "AAAA" } }];
  const twice = [{ ...output, data }, { ...output, data: { "image/png": "AAAA" } }];
  for (const outputs of [beside, twice]) {
    assertEquals(privateFaults(notebook({ ...privateCell, outputs })).length, 1);
  }
});

Deno.test("the face swap shows frames in private cells only", async () => {
  const { cells } = await readNotebook(new URL("06_face_swap.ipynb", folder).pathname);
  const pictured = cells.filter(({ source }) => /(grid|image|slider)Figure\(/.test(joined(source)));
  assert(pictured.length >= 4, `${pictured.length} cells show frames`);
  for (const { metadata, source } of pictured) {
    assert(metadata.tags?.includes("private"), joined(source));
  }
});

Deno.test("what a notebook needs is looked for, and what is missing named with the remedy", async () => {
  const needing = (path: string): Notebook => ({
    cells: [],
    metadata: { im2im: { needs: { path, remedy: "deno task fetch-x" } } },
  });
  const here = new URL(".", import.meta.url).pathname;
  assertEquals(await missingNeed(notebook(), here), undefined);
  assertEquals(await missingNeed(needing("notebooks_test.ts"), here), undefined);
  assertEquals(
    await missingNeed(needing("nothing"), here),
    "nothing is missing: run deno task fetch-x",
  );
});

Deno.test("executing a notebook keeps what it notes about its needs", async () => {
  const needs = { path: "x", remedy: "y" };
  const source = { ...notebook(code("1")), metadata: { im2im: { needs, outputsOf: "old" } } };
  const { metadata } = await withOutputs(source, source);
  assertEquals(metadata, { im2im: { needs, outputsOf: await codeHash(source) } });
});

Deno.test("blank means that nothing is drawn in the middle", () => {
  const of = (draw: (i: number) => number) => ({
    width: 8,
    height: 8,
    rgb: Uint8Array.from({ length: 192 }, (_, i) => draw(Math.floor(i / 3))),
  });
  assertEquals(isBlank(of(() => 255)), true);
  assertEquals(isBlank(of((i) => i < 16 ? 0 : 255)), true);
  assertEquals(isBlank(of((i) => i % 2 ? 0 : 255)), false);
});

Deno.test("a Python without what is needed is told with the remedy", async () => {
  const error = await assertRejects(
    () => findPython(["no_such_module"], "install it"),
    UsageError,
    "no_such_module",
  );
  assertStringIncludes(error.message, "install it");
});

Deno.test("the kernel spec runs this very Deno", async () => {
  const kernels = await Deno.makeTempDir();
  try {
    await writeKernelSpec(kernels);
    const spec = JSON.parse(await Deno.readTextFile(`${kernels}/kernels/deno/kernel.json`));
    assertEquals(spec.argv, [
      Deno.execPath(),
      "jupyter",
      "--kernel",
      "--conn",
      "{connection_file}",
    ]);
    assertEquals(spec.language, "typescript");
  } finally {
    await Deno.remove(kernels, { recursive: true });
  }
});
