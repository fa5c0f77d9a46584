/**
 * PNG, JPEG and GIF through imagescript.
 *
 * @module
 */
import type { Raster } from "./decode_by_magick.ts";
import type { PictureKind } from "./picture_kind.ts";

/** A decoder for each kind that imagescript reads exactly; it throws where the file is damaged. */
export const plainDecoders: {
  readonly [K in PictureKind]?: (bytes: Uint8Array) => Promise<Raster>;
} = {
  async PNG(bytes) {
    const { default: png } = await import("imagescript/wasm/node/png.js");
    const { width, height, framebuffer } = (await png.init()).decode(bytes);
    return { width, height, channels: 4, data: framebuffer };
  },

  async JPEG(bytes) {
    const { default: jpeg } = await import("imagescript/wasm/node/jpeg.js");
    const { width, height, format, buffer } = (await jpeg.init()).decode(bytes);
    return {
      width,
      height,
      channels: ([1, 3, "cmyk"] as const)[format as 0 | 1 | 2],
      data: buffer,
    };
  },

  /** The first frame on its white screen. */
  async GIF(bytes) {
    const { default: gif } = await import("imagescript/wasm/node/gif.js");
    const decoder = new (await gif.init()).Decoder(bytes);
    const frame = decoder.frame();
    if (!frame) throw new Error("no frame");
    const { width, height } = decoder;
    const data = new Uint8Array(width * height * 4);
    const copied = Math.min(frame.width, width - frame.x) * 4;
    for (let y = 0; y < Math.min(frame.height, height - frame.y); y++) {
      const from = y * frame.width * 4;
      const to = ((frame.y + y) * width + frame.x) * 4;
      data.set(frame.buffer.subarray(from, from + copied), to);
    }
    return { width, height, channels: 4, data };
  },
};
