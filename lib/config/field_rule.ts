/**
 * What the table of the config says of one field.
 *
 * @module
 */

/** What values a field takes. */
export type FieldType =
  | { readonly type: "integer" | "number"; readonly range: readonly [number, number] }
  | { readonly type: "boolean" }
  | { readonly type: "string" }
  | { readonly type: "choice"; readonly choices: readonly (string | number)[] }
  | { readonly type: "list"; readonly choices: readonly string[] };

/** Who reads a field: one stage, both, the reading of real images, or what a run writes down. */
export type FieldStage = 1 | 2 | "both" | "data" | "housekeeping";

/** One row of the table. */
export type FieldRule = FieldType & {
  /** Its meaning, in one line. */
  readonly doc: string;
  /** Who reads it. */
  readonly stage: FieldStage;
  /** What a saved config means that is older than the field; also its value in `release`. */
  readonly absent?: number | boolean | string | readonly string[];
  /** Other names, in saved configs and on command lines: those it had before, or shorter ones. */
  readonly was?: readonly string[];
  /** Whether a run may go on with another value; `asked`: where the user asks for that by name. */
  readonly mayChange?: true | "asked";
  /** Other fields' values without which it has no effect. */
  readonly onlyWith?: Readonly<Record<string, string | number | boolean | "above 0">>;
};

/** The TypeScript type of a field's values. */
export type FieldValue<F> = F extends { readonly type: "integer" | "number" } ? number
  : F extends { readonly type: "boolean" } ? boolean
  : F extends { readonly type: "string" } ? string
  : F extends { readonly type: "choice"; readonly choices: readonly (infer C)[] } ? C
  : F extends { readonly type: "list"; readonly choices: readonly (infer C)[] } ? readonly C[]
  : never;

/**
 * What is wrong with a value, as a sentence; undefined if nothing is.
 *
 * @param name what to call the field
 */
export function fieldProblem(name: string, rule: FieldType, value: unknown): string | undefined {
  const wanted = wantedInstead(rule, value);
  return wanted && `${name} must be ${wanted}, got ${JSON.stringify(value)}`;
}

function wantedInstead(rule: FieldType, value: unknown): string | undefined {
  switch (rule.type) {
    case "integer":
    case "number": {
      const whole = rule.type === "integer";
      const fits = whole ? Number.isInteger(value) : Number.isFinite(value);
      if (!fits) return whole ? "an integer" : "a number";
      const number = value as number, [min, max] = rule.range;
      return number >= min && number <= max ? undefined : `from ${min} to ${max}`;
    }
    case "boolean":
      return typeof value === "boolean" ? undefined : "true or false";
    case "string":
      return typeof value === "string" ? undefined : "a string";
    case "choice":
      return rule.choices.includes(value as string)
        ? undefined
        : `one of ${rule.choices.join(", ")}`;
    case "list": {
      const fits = Array.isArray(value) && value.every((v) => rule.choices.includes(v)) &&
        new Set(value).size === value.length;
      return fits ? undefined : `a list out of ${rule.choices.join(", ")}`;
    }
  }
}

/** The value that a text stands for; what does not fit the field comes back as it is. */
export function readField(rule: FieldType, text: string): unknown {
  switch (rule.type) {
    case "integer":
    case "number":
      return text.trim() === "" ? text : Number(text);
    case "boolean":
      return text === "true" || text === "" ? true : text === "false" ? false : text;
    case "string":
      return text;
    case "choice":
      return typeof rule.choices[0] === "number" ? Number(text) : text;
    case "list":
      return text === "" || text === "none" ? [] : text.split(",");
  }
}
