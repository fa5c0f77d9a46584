/**
 * Commands as they are printed, to be pasted into a shell whatever their paths are.
 *
 * @module
 */
// @ts-types="npm:@types/shell-quote@1.7.5"
import { quote } from "shell-quote";
import { kebabCase } from "./option_name.ts";

/** The values of options; an option of undefined or false is left out, true has no value. */
export type OptionValues = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * A command line for a POSIX shell, or PowerShell: words with a space, a quote or anything else that
 * a shell would read its own way are quoted.
 *
 * @param words the program and its first arguments
 * @param options further arguments
 */
export function shellCommand(words: readonly string[], options: OptionValues = {}): string {
  const given = Object.entries(options).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    const option = `--${kebabCase(name)}`, text = String(value);
    if (value === true) return [option];
    // A value that begins like an option would be taken for one.
    return text.startsWith("-") ? [`${option}=${text}`] : [option, text];
  });
  return quote([...words, ...given]);
}
