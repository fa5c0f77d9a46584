/**
 * Options of a command line, strictly: what is not in the task's table is an error, and `--help` is
 * printed from the same table. Names are printed in kebab-case, and read in camelCase too.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { closest } from "../../lib/data/closest.ts";
import { camelCase, kebabCase } from "./option_name.ts";
import { UsageError } from "./usage_error.ts";

/** One option of a task. */
export interface OptionRule {
  /** What its value is, as help shows it; a flag has none. */
  readonly value?: string;
  /** What it does, in one line. */
  readonly doc: string;
  /** Whether it must be given. */
  readonly required?: boolean;
  /** The values that it takes, where they are few. */
  readonly choices?: readonly string[];
  /** Whether the value may be left out: `--flip` is `--flip true`. */
  readonly bare?: boolean;
  /** Names that it had before, which are still read. */
  readonly was?: readonly string[];
}

/** Options by name, without the two dashes. */
export type OptionTable = Readonly<Record<string, OptionRule>>;

/** What was given: text for an option with a value, true or false for a flag. */
export type Options<T extends OptionTable> = {
  readonly [K in keyof T]: T[K] extends { value: string }
    ? T[K] extends { required: true } ? string : string | undefined
    : boolean;
};

/**
 * Reads a command line.
 *
 * @param table the options there are
 * @param args the words after the task's name
 * @throws UsageError that names the option at fault and the remedy
 */
export function parseOptions<const T extends OptionTable>(
  table: T,
  args: readonly string[],
): Options<T> {
  const given = givenOptions(table, args), names = Object.keys(table);
  for (const name of names) checkOption(kebabCase(name), table[name], given.get(name));
  return Object.fromEntries(
    names.map((name) => [name, given.get(name) ?? (table[name].value ? undefined : false)]),
  ) as unknown as Options<T>;
}

/** Every option that was given: its text, or what a flag is set to. */
function givenOptions(
  table: OptionTable,
  args: readonly string[],
): Map<string, string | boolean> {
  const { words, keys } = nameOptions(table, negativesJoined(args));
  const isFlag = (key: string) => table[key].value === undefined;
  const given = parseArgs(words, {
    string: keys.filter((key) => !isFlag(key)),
    boolean: keys.filter(isFlag),
  });
  if (given._.length) throw new UsageError(`"${given._[0]}" belongs to no option: see --help`);
  return new Map(keys.map((key) => [key, (given[key] ?? "") as string | boolean]));
}

/**
 * Puts the table's own names in place of kebab-case and of former names.
 *
 * @returns the words for parseArgs, and the options among them; one with an empty text after its
 *   equals sign is among the options alone, since parseArgs does not read that form
 * @throws UsageError for an option that is unknown or repeated, or a flag with a text
 */
function nameOptions(table: OptionTable, args: readonly string[]) {
  const names = keysByName(table), keys: string[] = [], words: string[] = [];
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  for (const word of args.slice(0, end)) {
    const [, rawName, text] = /^(-[^=]*)(?:=(.*))?$/s.exec(word) ?? [];
    if (rawName === undefined || word === "-") {
      words.push(word);
      continue;
    }
    const key = names.get(camelCase(rawName.slice(2)));
    if (key === undefined || !rawName.startsWith("--")) {
      throw new UsageError(unknownOption(rawName, [...names.keys()]));
    }
    if (keys.includes(key)) throw new UsageError(`--${kebabCase(key)} is given more than once`);
    keys.push(key);
    if (text !== undefined && table[key].value === undefined) checkTruth(key, text);
    if (text !== "") words.push(text === undefined ? `--${key}` : `--${key}=${text}`);
  }
  return { words: [...words, ...args.slice(end)], keys };
}

/** `--name -1` as `--name=-1`: a number below 0 is a value, not an option. */
function negativesJoined(args: readonly string[]): string[] {
  return args.reduce<string[]>((words, word) => {
    const before = words.at(-1);
    if (/^-\.?\d/.test(word) && before && /^--[^=]+$/.test(before)) {
      return [...words.slice(0, -1), `${before}=${word}`];
    }
    return [...words, word];
  }, []);
}

/** The table's keys by every name that an option is read under. */
function keysByName(table: OptionTable): Map<string, string> {
  return new Map(
    Object.entries(table).flatMap(([key, { was = [] }]) =>
      [key, ...was].map((name) => [camelCase(name), key] as const)
    ),
  );
}

function checkTruth(key: string, text: string): void {
  if (text === "true" || text === "false") return;
  throw new UsageError(`--${kebabCase(key)} is a flag and takes no value, got "${text}"`);
}

function checkOption(name: string, rule: OptionRule, value?: string | boolean): void {
  const missing = value === undefined || (rule.value && value === "" && !rule.bare);
  if (rule.required && missing) throw new UsageError(`--${name} ${rule.value} is required`);
  if (missing && value === "") {
    throw new UsageError(`--${name} needs a value: --${name} ${rule.value}`);
  }
  if (!missing && rule.choices && !rule.choices.includes(value as string)) {
    throw new UsageError(`--${name} must be one of ${rule.choices.join(", ")}, got "${value}"`);
  }
}

function unknownOption(rawName: string, names: readonly string[]): string {
  const near = closest(camelCase(rawName.replace(/^-+/, "")), names);
  return `Unknown option ${rawName}: ` +
    (near ? `did you mean --${kebabCase(near)}?` : "see --help");
}

/**
 * The text of `--help`.
 *
 * @param usage first line: the task and its most needed options
 * @param about what the task does
 * @param groups options under a heading each
 */
export function helpText(
  usage: string,
  about: string,
  groups: Readonly<Record<string, OptionTable>>,
): string {
  const head = (name: string, { value }: OptionRule) =>
    `  --${kebabCase(name)}${value ? ` ${value}` : ""}`;
  const all = Object.values(groups).flatMap((table) => Object.entries(table));
  const width = 2 + Math.max(...all.map(([name, rule]) => head(name, rule).length));
  const sections = Object.entries(groups).map(([title, table]) =>
    [
      `${title}:`,
      ...Object.entries(table).map(([name, rule]) => head(name, rule).padEnd(width) + rule.doc),
    ].join("\n")
  );
  return [`Usage: ${usage}`, about, ...sections].join("\n\n");
}
