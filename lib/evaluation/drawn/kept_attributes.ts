/**
 * The kept attributes of drawn faces as labels: what a translation must not change.
 *
 * @module
 */
import { faceAttributes, type Identity } from "../../data/drawn/face_identity.ts";

/** Name of a kept attribute. */
export type AttributeName = keyof typeof faceAttributes;

/** A kept attribute and the values it takes, each once. */
export interface KeptAttribute {
  /** Its name. */
  readonly name: AttributeName;
  /** The values; the index is the label. */
  readonly values: readonly unknown[];
}

/** Every kept attribute. */
export const keptAttributes: readonly KeptAttribute[] = Object.entries(faceAttributes)
  .map(([name, values]) => ({
    name: name as AttributeName,
    values: [...new Set<unknown>(values)],
  }));

/**
 * The labels of one attribute.
 *
 * @param people whose
 * @param attribute which
 * @returns one label for each person
 */
export function attributeLabels(
  people: readonly Identity[],
  { name, values }: KeptAttribute,
): number[] {
  return people.map((person) => values.indexOf(person[name]));
}
