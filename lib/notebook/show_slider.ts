/**
 * A slider over pictures drawn beforehand: it needs no kernel and works on a static page.
 *
 * @module
 */
import { type Displayable, displayable } from "./displayable.ts";
import { escapeMarkup } from "./escape_markup.ts";
import { figureSvg, type FigureText, inks } from "./figure.ts";
import { gridBody, type GridLayout, type GridRows } from "./grid_body.ts";
import { rasterizeSvg } from "./rasterize_svg.ts";

/** One position of a slider. */
export interface SliderFrame {
  /** What the position is called, e.g. "t = 0.5". */
  readonly label: string;
  /** The images there, as for showGrid. */
  readonly rows: GridRows;
}

/** What {@linkcode showSlider} can be told. */
export interface ShowSliderOptions extends FigureText, GridLayout {
  /** The position to start at; 0 if left out. */
  readonly start?: number;
}

/**
 * A slider that shows one grid of images at each position. The frames travel inside the HTML, so
 * keep them few. Where scripts are not run, e.g. on a code host, all frames show one after the other.
 *
 * @param frames from left to right, all of one size
 * @param options side of the images, start, title, caption
 * @returns show it as a cell's last expression
 * @throws RangeError if there is no frame, or start is not one of them
 */
export function showSlider(
  frames: readonly SliderFrame[],
  options: ShowSliderOptions,
): Displayable {
  const { start = 0, title = "", caption = "" } = options;
  if (!frames[start]) {
    throw new RangeError(`start must be from 0 to ${frames.length - 1}, got ${start}`);
  }
  return displayable(async () => {
    const pictures = await Promise.all(
      frames.map(({ rows }) => rasterizeSvg(figureSvg(gridBody(rows, options), {}))),
    );
    const figures = frames.map(({ label }, i) =>
      `<figure style="display:inline-block;margin:0"><figcaption>${escapeMarkup(label)}` +
      `</figcaption><img alt="${escapeMarkup(label)}" ` +
      `src="data:image/png;base64,${pictures[i].toBase64()}"></figure>`
    );
    const html =
      `<div style="display:inline-block;max-width:100%;box-sizing:border-box;padding:14px;` +
      `border-radius:6px;background:${inks.ground};color:${inks.text};` +
      `font:13px system-ui,sans-serif">` +
      `<b style="font-size:15px">${escapeMarkup(title)}</b><div>${figures.join("")}</div>` +
      `<div style="color:${inks.muted}">${escapeMarkup(caption)}</div>${script(start)}</div>`;
    const words = [title, frames.map(({ label }) => label).join(" | "), caption];
    return { "text/html": html, "text/plain": words.filter(Boolean).join("\n") };
  });
}

/** Hides all frames but one and adds the slider that chooses it. */
function script(start: number): string {
  return `<script>(() => {
  const box = document.currentScript.parentElement;
  const frames = [...box.querySelectorAll("figure")];
  const slider = document.createElement("input");
  Object.assign(slider, { type: "range", min: 0, max: frames.length - 1, value: ${start} });
  slider.style.cssText = "display:block;width:100%;margin:8px 0 2px";
  slider.setAttribute("aria-label", "frame");
  const show = () => frames.forEach((frame, i) => {
    frame.style.display = i === Number(slider.value) ? "inline-block" : "none";
  });
  slider.addEventListener("input", show);
  box.insertBefore(slider, frames[0].parentElement);
  show();
})();</script>`;
}
