/**
 * The data set `faces`: drawn men and women, as many as wanted, with the true counterpart of every
 * held-out face. {@linkcode Identity} says what is kept and what changes between the domains.
 *
 * @module
 */
import { Random } from "../random.ts";
import { drawIdentities, faceDomains, faceOf, type Identity } from "./face_identity.ts";
import { createFaceRenderer } from "./face_renderer.ts";
import type { PackHeader, PackSink } from "./pack.ts";

/** Raised whenever the same options would give other pictures, so that no old pack is used. */
const VERSION = 1;

/** Which faces to draw. */
export interface FacesOptions {
  /** Side of the pictures, in pixels. */
  readonly size: number;
  /** Seed of the identities. */
  readonly seed: number;
  /** Training images of each domain; the domains share no identity. */
  readonly train: number;
  /** Held-out images of each domain; image i shows the same identity in both. */
  readonly heldOut: number;
}

/** What the pack of these faces says about itself. */
export function facesHeader({ size, seed, train, heldOut }: FacesOptions): PackHeader {
  return {
    size,
    domains: faceDomains,
    paired: true,
    fingerprint: `faces ${VERSION} size ${size} seed ${seed} train ${train} heldOut ${heldOut}`,
  };
}

/**
 * The identities behind the held-out images: image i of either domain shows identity i. Probes
 * compare a picture's attributes with them.
 *
 * @param seed of the data set
 * @param count held-out images of each domain
 */
export function heldOutIdentities(seed: number, count: number): Identity[] {
  return drawIdentities(new Random(seed).fork("faces held out"), "heldOut", count);
}

/**
 * The identities behind the training images of one domain.
 *
 * @param seed of the data set
 * @param c label of the domain
 * @param count training images of each domain
 */
export function trainIdentities(seed: number, c: number, count: number): Identity[] {
  const domain = faceDomains[c];
  return drawIdentities(new Random(seed).fork(`faces train ${domain}`), domain, count);
}

/**
 * Draws the faces into a pack.
 *
 * @param options which
 * @param sink takes the pictures
 * @param onProgress told how many of how many pictures are drawn, now and then
 */
export async function drawFaces(
  options: FacesOptions,
  sink: PackSink,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<void> {
  const { size, seed, train, heldOut } = options;
  const renderer = await createFaceRenderer(size);
  const rgb = new Uint8Array(size * size * 3);
  const total = faceDomains.length * (train + heldOut);
  const kept = heldOutIdentities(seed, heldOut);
  let done = 0;
  for (const [c, domain] of faceDomains.entries()) {
    for (const split of ["train", "heldOut"] as const) {
      for (const person of split === "train" ? trainIdentities(seed, c, train) : kept) {
        renderer.draw(faceOf(person, domain), person.background, rgb);
        sink.add(split, c, rgb);
        if (++done % 100 === 0 || done === total) onProgress(done, total);
      }
    }
  }
}
