/**
 * Methods of a name: those of the list, and variants of them, such as `portraits:z=32:d-head=acgan`.
 *
 * @module
 */
import {
  type Config,
  configFields,
  type ConfigKey,
  fieldsWithoutEffect,
  validateConfig,
} from "../../../lib/config.ts";
import { fieldNamed } from "../../../lib/config/field_table.ts";
import { parseField } from "../../../lib/config/parse_field.ts";
import { camelCase, kebabCase } from "../../shared/option_name.ts";
import { isReference, type Method, type MethodPart } from "./method.ts";
import { isWanted, methods } from "./method_list.ts";

/** Fields that the table decides: a variant must not. */
const DECIDED: readonly ConfigKey[] = ["preset", "size", "seed", "steps1", "steps2"];

/**
 * A method by its name.
 *
 * @param name of one in the list, or `NAME:FIELD=VALUE:...`, which is the method NAME of the two-step
 * kind with fields of its config changed. FIELD is spelled like an option of `train`; the words of a list
 * have `+` between them
 * @throws RangeError that says what is wrong
 */
export function methodNamed(name: string): Method {
  const [base, ...changes] = name.split(":"), method = methods.find((one) => one.name === base);
  if (!method) throw new RangeError(`there is no method "${base}"; --list names them`);
  if (!changes.length) return method;
  if (isReference(method) || method.needs) {
    throw new RangeError(`${name}: only a training of the two-step method has fields to change`);
  }
  const given = readChanges(name, changes);
  const texts = Object.entries(given).map(([key, value]) =>
    `${kebabCase(key)}=${Array.isArray(value) ? value.join("+") || "none" : value}`
  );
  return {
    ...method,
    name: [base, ...texts].join(":"),
    doc: `${base} with ${texts.map((text) => text.replace("=", " ")).join(", ")}`,
    extra: true,
    parts: (setting) => method.parts(setting).map((part) => changed(base, part, given)),
  };
}

/** The given fields, each once, in the order of the config: so one variant has one name. */
function readChanges(name: string, changes: readonly string[]): Partial<Config> {
  const given = new Map<string, unknown>();
  for (const change of changes) {
    const [, word, text] = /^([^=]+)=(.+)$/.exec(change) ?? [];
    const key = word && fieldNamed(configFields, camelCase(word));
    if (!key) {
      throw new RangeError(
        `${name}: "${change}" must be FIELD=VALUE, FIELD being an option of deno task train`,
      );
    }
    if (DECIDED.includes(key)) throw new RangeError(`${name}: ${word} is decided by the table`);
    given.set(key, parseField(configFields, key, text.replaceAll("+", ","), `${name}: ${word}`));
  }
  return Object.fromEntries(
    Object.keys(configFields).filter((key) => given.has(key)).map((key) => [key, given.get(key)]),
  );
}

function changed(base: string, part: MethodPart, given: Partial<Config>): MethodPart {
  if (part.of !== "two-step") {
    throw new RangeError(`${base}: only a training of the two-step method has fields to change`);
  }
  const config = validateConfig({ ...part.config, ...given });
  const keys = Object.keys(given) as ConfigKey[];
  const same = keys.find((key) => `${config[key]}` === `${part.config[key]}`);
  if (same) throw new RangeError(`${kebabCase(same)} is ${config[same]} in ${base} already`);
  const idle = fieldsWithoutEffect(config, keys, kebabCase);
  if (idle.length) throw new RangeError(`a variant of ${base}: ${idle.join("; ")}`);
  return { ...part, config };
}

/**
 * The methods of some names, in the order of the list, each followed by its variants.
 *
 * @param names of methods and variants; all methods but the extra ones if left out
 * @throws RangeError as {@linkcode methodNamed}
 */
export function methodsNamed(names?: readonly string[]): Method[] {
  if (!names) return methods.filter((method) => isWanted(method));
  const all = new Map(names.map(methodNamed).map((method) => [method.name, method]));
  const variants = [...all.values()];
  return methods.flatMap(({ name }) =>
    variants.filter((variant) => variant.name.split(":")[0] === name)
      .toSorted((a, b) => Number(a.name !== name) - Number(b.name !== name))
  );
}
