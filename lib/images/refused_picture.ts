/**
 * The refusal of a picture that need not be damaged.
 *
 * @module
 */

/** A picture is not read though it may be whole; the message says why. */
export class RefusedPicture extends Error {}
