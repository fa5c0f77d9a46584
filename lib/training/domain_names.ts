/**
 * What the domains of a run may be called.
 *
 * @module
 */

/**
 * Whether a value is names of domains: one or more, all different, each fit to be a folder's, since
 * pictures are written to OUT/DOMAIN and a checkpoint may come from anybody.
 */
export function areDomainNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFolderName) &&
    new Set(value).size === value.length;
}

function isFolderName(name: unknown): boolean {
  return typeof name === "string" && !["", ".", ".."].includes(name) && !/[/\\]/.test(name);
}
