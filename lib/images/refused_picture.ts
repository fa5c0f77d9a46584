/**
 * The refusal of a picture that need not be damaged.
 *
 * @module
 */

/** Says why a picture is not read, though it may be whole. */
export class RefusedPicture extends Error {}
