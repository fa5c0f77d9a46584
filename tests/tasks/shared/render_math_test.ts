import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { readNotebook } from "../../../tasks/shared/notebook_file.ts";
import { renderMath, withRenderedMath } from "../../../tasks/shared/render_math.ts";

Deno.test("formulas become MathML, and code and prices stay as they are", () => {
  const html = renderMath(
    "With $z$ and `$HOME`, for 5$ or 6$: $$G(z, c)$$\n```sh\necho $A $B\n```",
  );
  assertEquals(html.match(/<math/g)?.length, 2);
  assertMatch(html, /display="block"/);
  assertMatch(html, /`\$HOME`, for 5\$ or 6\$:/);
  assert(html.endsWith("```sh\necho $A $B\n```"));
});

Deno.test("a formula that is no LaTeX is refused", () => {
  assertThrows(() => renderMath("$\\frac{1$"), Error, "KaTeX");
});

Deno.test("no raw LaTeX is left in the text of any notebook", async () => {
  const folder = new URL("../../../notebooks/", import.meta.url);
  let formulas = 0;
  for await (const { name } of Deno.readDir(folder)) {
    if (!name.endsWith(".ipynb")) continue;
    const notebook = withRenderedMath(await readNotebook(new URL(name, folder).pathname));
    for (const cell of notebook.cells.filter((cell) => cell.cell_type === "markdown")) {
      const text = [cell.source].flat().join("");
      formulas += text.match(/<math/g)?.length ?? 0;
      assertEquals(text.match(/\\(text|mathbb|frac|tfrac|theta|lVert|cdot)\b/), null, name);
    }
  }
  assert(formulas > 40, `only ${formulas} formulas found`);
});
