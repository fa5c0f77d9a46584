/**
 * A slider over figures that were drawn before. It needs no kernel and works on a static page.
 *
 * @module
 */
import { display, type Displayable, displayable } from "./displayable.ts";
import { escapeMarkup } from "./escape_markup.ts";
import { type FigureText, inks } from "./figure.ts";

/** What {@linkcode sliderFigure} can be told. */
export interface SliderFigureOptions extends FigureText {
  /** The position to start at, from 0; 0 if left out. */
  readonly start?: number;
}

/**
 * A slider that shows one figure at each position. The figures travel inside the HTML, so keep them
 * few and small. Where scripts are not run, as on code hosts, all figures show one after the other.
 *
 * @param frames the figures by their label, from left to right
 * @param options start, title, caption
 * @returns the figure, for `show` and `live`, which throw TypeError if a frame is no picture
 * @throws RangeError if there is no frame, or start is not one of them
 * @example
 * ```ts
 * import { gridFigure, sliderFigure } from "@im2im/im2im/notebook";
 *
 * const gray = (value: number) =>
 *   gridFigure({ "": new Float32Array(32 * 32 * 3).fill(value) }, { size: 32 });
 * sliderFigure({ "dark": gray(-0.5), "light": gray(0.5) }, { title: "Two grays" });
 * ```
 */
export function sliderFigure(
  frames: Readonly<Record<string, Displayable>>,
  options: SliderFigureOptions = {},
): Displayable {
  const { start = 0, title = "", caption = "" } = options;
  const labels = Object.keys(frames);
  if (labels[start] === undefined) {
    throw new RangeError(`start must be from 0 to ${labels.length - 1}, got ${start}`);
  }
  return displayable(async () => {
    const figures = await Promise.all(
      labels.map(async (label) => frameHtml(label, await frames[label][display]())),
    );
    const html =
      `<div style="display:inline-block;max-width:100%;box-sizing:border-box;padding:14px;` +
      `border-radius:6px;background:${inks.ground};color:${inks.text};` +
      `font:13px system-ui,sans-serif">` +
      `<b style="font-size:15px">${escapeMarkup(title)}</b><div>${figures.join("")}</div>` +
      `<div style="color:${inks.muted};max-width:640px">${escapeMarkup(caption)}</div>` +
      `${script(start)}</div>`;
    const words = [title, labels.join(" | "), caption].filter(Boolean);
    return { "text/html": html, "text/plain": words.join("\n") };
  });
}

function frameHtml(label: string, bundle: Readonly<Record<string, string>>): string {
  const png = bundle["image/png"], name = escapeMarkup(label);
  if (png === undefined) throw new TypeError(`Frame "${label}" of a slider is not a picture`);
  return `<figure style="display:inline-block;margin:0"><figcaption>${name}</figcaption>` +
    `<img alt="${name}" src="data:image/png;base64,${png}"></figure>`;
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
