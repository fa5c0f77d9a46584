/**
 * The data set `faces`: drawn men and women, as many as wanted, with the true counterpart of every
 * held-out face. {@linkcode Identity} says what is kept and what changes between the domains.
 *
 * `faces:test` has the same training faces and other held-out ones, of people that `faces` never
 * shows. Choose by `faces` and report by `faces:test`, since a number that decided something is not
 * a test.
 *
 * @module
 */
import { Random } from "../../random.ts";
import {
  drawIdentities,
  faceDomains,
  faceOf,
  type HeldOutPool,
  type Identity,
} from "./face_identity.ts";
import { createFaceRenderer } from "./face_renderer.ts";
import type { DrawnIdentities } from "../image_set.ts";
import type { PackHeader, PackSink } from "../pack.ts";

/** Raised whenever the same options would give other pictures, so that no old pack is used. */
const VERSION = 2;

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
  /** Whose faces are held out; `heldOut` if left out. */
  readonly pool?: HeldOutPool;
}

/** What the pack of these faces says about itself. */
export function facesHeader(options: FacesOptions): PackHeader {
  const { size, seed, train, heldOut, pool = "heldOut" } = options;
  return {
    size,
    domains: faceDomains,
    paired: true,
    fingerprint: `faces ${VERSION} size ${size} seed ${seed} train ${train} ${pool} ${heldOut}`,
  };
}

/**
 * The identities behind the held-out images: image i of either domain shows identity i. Probes
 * compare a picture's attributes with them.
 *
 * @param seed of the data set
 * @param count held-out images of each domain
 * @param pool `test` for those of `faces:test`
 */
export function heldOutIdentities(
  seed: number,
  count: number,
  pool: HeldOutPool = "heldOut",
): Identity[] {
  return drawIdentities(new Random(seed).fork("faces held out"), pool, count);
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
 * Everybody that a pack of these faces shows, for probes that compare pictures with what was drawn.
 *
 * @param options as given to {@linkcode drawFaces}
 */
export function facesIdentities({ seed, train, heldOut, pool }: FacesOptions): DrawnIdentities {
  return {
    train: faceDomains.map((_, c) => trainIdentities(seed, c, train)),
    heldOut: heldOutIdentities(seed, heldOut, pool),
  };
}

/**
 * Draws the faces into a pack.
 *
 * @param options which
 * @param sink takes the pictures
 * @param onProgress told how many of how many pictures are drawn, now and then
 * @param signal aborted to stop
 * @throws the signal's reason if it is aborted
 */
export async function drawFaces(
  options: FacesOptions,
  sink: PackSink,
  onProgress: (done: number, total: number) => void = () => {},
  signal?: AbortSignal,
): Promise<void> {
  const { size, seed, train, heldOut, pool } = options;
  const renderer = await createFaceRenderer(size);
  const rgb = new Uint8Array(size * size * 3);
  const total = faceDomains.length * (train + heldOut);
  const kept = heldOutIdentities(seed, heldOut, pool);
  let done = 0;
  for (const [c, domain] of faceDomains.entries()) {
    for (const split of ["train", "heldOut"] as const) {
      for (const person of split === "train" ? trainIdentities(seed, c, train) : kept) {
        renderer.draw(faceOf(person, domain), person.background, rgb);
        sink.add(split, c, rgb);
        if (++done % 100 && done < total) continue;
        onProgress(done, total);
        await new Promise((resolve) => setTimeout(resolve)); // Ctrl-C gets in
        signal?.throwIfAborted();
      }
    }
  }
}
