/**
 * Options of a command line, strictly: what is not in the task's table is an error, and `--help` is
 * printed from the same table.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { closest } from "./closest.ts";
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
}

/** Options by name, without the dashes. */
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
  const names = Object.keys(table);
  const strings = names.filter((name) => table[name].value);
  const unknown: string[] = [];
  const given = parseArgs([...args], {
    string: strings,
    boolean: names.filter((name) => !table[name].value),
    unknown: (arg) => (unknown.push(arg), false),
  });
  for (const name of names) checkOption(name, table[name], given[name]);
  if (unknown.length) throw new UsageError(unknownOption(unknown[0], names));
  if (given._.length) throw new UsageError(unknownOption(String(given._[0]), names));
  return Object.fromEntries(
    names.map((name) => [name, table[name].value ? given[name] : given[name] === true]),
  ) as unknown as Options<T>;
}

function checkOption(name: string, rule: OptionRule, value: unknown): void {
  if (Array.isArray(value)) throw new UsageError(`--${name} is given more than once`);
  const missing = value === undefined || (rule.value && value === "" && !rule.bare);
  if (rule.required && missing) throw new UsageError(`--${name} ${rule.value} is required`);
  if (missing && value === "") {
    throw new UsageError(`--${name} needs a value: --${name} ${rule.value}`);
  }
  if (!missing && rule.choices && !rule.choices.includes(value as string)) {
    throw new UsageError(`--${name} must be one of ${rule.choices.join(", ")}, got "${value}"`);
  }
}

function unknownOption(arg: string, names: readonly string[]): string {
  if (!arg.startsWith("-")) {
    return `"${arg}" belongs to no option: see --help`;
  }
  const name = arg.replace(/^-+|=.*$/gs, ""), near = closest(name, names);
  return `Unknown option ${arg.replace(/=.*$/s, "")}: ` +
    (near ? `did you mean --${near}?` : "see --help");
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
  const head = (name: string, { value }: OptionRule) => `  --${name}${value ? ` ${value}` : ""}`;
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
