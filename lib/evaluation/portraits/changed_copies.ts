/**
 * Copies of images that a baseline is made of: mirrored, and blurred.
 *
 * @module
 */

/**
 * Images with left and right exchanged.
 *
 * @param images N * size * size * 3 numbers
 * @param size side of the images, pixels
 */
export function mirrorImages(images: Float32Array, size: number): Float32Array {
  return images.map((_, i) => {
    const x = Math.floor(i / 3) % size;
    return images[i + 3 * (size - 1 - 2 * x)];
  });
}

/**
 * Images of which each pixel is the mean of those at most `radius` away, to the side and up and down.
 *
 * @param images N * size * size * 3 numbers
 * @param size side of the images, pixels
 * @param radius in pixels
 */
export function blurImages(images: Float32Array, size: number, radius: number): Float32Array {
  return along(along(images, size, radius, 3), size, radius, 3 * size);
}

/** Means along one axis, whose neighbours are `step` apart. */
function along(images: Float32Array, size: number, radius: number, step: number): Float32Array {
  return images.map((_, i) => {
    const place = Math.floor(i / step) % size;
    const first = Math.max(0, place - radius), last = Math.min(size - 1, place + radius);
    let sum = 0;
    for (let p = first; p <= last; p++) sum += images[i + (p - place) * step];
    return sum / (last - first + 1);
  });
}
