/**
 * One picture.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { encodePng } from "../images/encode_png.ts";
import type { Displayable } from "./displayable.ts";
import { figure, type FigureText } from "./figure.ts";

/** What {@linkcode imageFigure} can be told. */
export interface ImageFigureOptions extends FigureText {
  /** Pixels of the figure for each pixel of the picture, along a side; 1 if left out. */
  readonly scale?: number;
}

/**
 * A picture for a notebook, enlarged without smoothing.
 *
 * @param image bytes of RGB, e.g. of samplePicture or decodeImage
 * @param options scale, title, caption
 * @returns the figure, for `show` and `live`, which throw TypeError if the bytes do not fit width and
 *   height
 */
export function imageFigure(image: RgbImage, options: ImageFigureOptions = {}): Displayable {
  const { scale = 1 } = options;
  return figure(() => {
    const width = image.width * scale, height = image.height * scale;
    const href = `data:image/png;base64,${encodePng(image).toBase64()}`;
    const svg = `<image width="${width}" height="${height}" ` +
      `image-rendering="optimizeSpeed" href="${href}"/>`;
    return { svg, width, height };
  }, options);
}
