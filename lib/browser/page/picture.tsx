/** @jsxImportSource preact */
/**
 * A picture on the page.
 *
 * @module
 */
/// <reference lib="dom" />
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Pixels } from "../engine/messages.ts";

/** What a {@linkcode Picture} shows. */
export interface PictureProps {
  /** The pixels; an empty frame without. */
  readonly pixels?: Pixels;
  /** What the picture is, for those who do not see it; its caption too, where none is given. */
  readonly label: string;
  /** Whether the caption is left out. */
  readonly bare?: boolean;
  /** Shown below: a button, for example. */
  readonly children?: ComponentChildren;
}

/** A picture with its caption, every pixel a square. */
export function Picture({ pixels, label, bare, children }: PictureProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (!canvas.current) return;
    canvas.current.width = canvas.current.height = pixels?.size ?? 1; // empties it, too
    if (!pixels) return;
    const image = new ImageData(pixels.rgba, pixels.size, pixels.size);
    canvas.current.getContext("2d")!.putImageData(image, 0, 0);
  }, [pixels]);
  return (
    <figure class="picture">
      <canvas ref={canvas} role="img" aria-label={label} class={pixels ? "" : "empty"} />
      {!bare && <figcaption>{label}</figcaption>}
      {children}
    </figure>
  );
}
