/**
 * One picture.
 *
 * @module
 */
import type { RgbImage } from "../images/crop.ts";
import { encodePng } from "../images/encode_png.ts";
import type { Displayable } from "./displayable.ts";
import { figure, type FigureText } from "./figure.ts";

/** What {@linkcode showImage} can be told. */
export interface ShowImageOptions extends FigureText {
  /** Pixels of the figure for each pixel of the picture, along a side; 1 if left out. */
  readonly scale?: number;
}

/**
 * A picture that shows itself in a notebook, enlarged without smoothing.
 *
 * @param image bytes of RGB, e.g. of samplePicture or decodeImage
 * @param options scale, title, caption
 * @returns show it as a cell's last expression or through `live`; bytes that do not fit width and
 *   height are shown as an error
 */
export function showImage(image: RgbImage, options: ShowImageOptions = {}): Displayable {
  const { scale = 1 } = options;
  return figure(() => {
    const width = image.width * scale, height = image.height * scale;
    const href = `data:image/png;base64,${encodePng(image).toBase64()}`;
    const svg = `<image width="${width}" height="${height}" style="image-rendering: pixelated" ` +
      `image-rendering="optimizeSpeed" href="${href}"/>`;
    return { svg, width, height };
  }, options);
}
