/**
 * LaTeX in the text of a notebook as MathML, which browsers draw by themselves: a page made of it
 * needs neither MathJax nor a network.
 *
 * @module
 */
import katex from "npm:katex@0.16.22";
import type { Notebook } from "./notebook_file.ts";

/** Code between back quotes or fences, which holds no formulas, or a formula between dollars. */
const CODE_OR_MATH =
  /(```[\s\S]*?```|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)/g;

/**
 * Replaces every formula of a Markdown text.
 *
 * @param markdown text with formulas between $ and $, or $$ and $$
 * @returns the text with `<math>` elements in their place
 * @throws Error with KaTeX's message if a formula is not LaTeX
 */
export function renderMath(markdown: string): string {
  return markdown.replace(CODE_OR_MATH, (whole, code, display, inline) => {
    if (code) return whole;
    const latex: string = display ?? inline;
    const html = katex.renderToString(latex.trim(), {
      displayMode: display !== undefined,
      output: "mathml",
      throwOnError: true,
    });
    // KaTeX repeats the source in an annotation, whose line breaks Markdown would take for its own.
    return html.replace(/<annotation[\s\S]*?<\/annotation>/, "").replaceAll("\n", " ");
  });
}

/** A notebook whose Markdown cells have been through {@linkcode renderMath}. */
export function withRenderedMath(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "markdown") return cell;
    return { ...cell, source: renderMath([cell.source].flat().join("")) };
  });
  return { ...notebook, cells };
}
