/**
 * How the name of an option is spelled.
 *
 * @module
 */

/** As it is printed: gNorm is g-norm. */
export function kebabCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, "$1-$2").toLowerCase();
}

/** In one word, whichever way it was typed: g-norm and gNorm are gNorm, steps-1 is steps1. */
export function camelCase(name: string): string {
  return name.replace(/-([a-z\d])/g, (_, letter: string) => letter.toUpperCase());
}
