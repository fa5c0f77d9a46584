/**
 * `deno task ok:doc`: every exported symbol is documented, and shows only types that are public.
 *
 * `deno doc --lint` takes the types of npm packages for private wherever they show, and looks into
 * some packages itself. Types that the library shows on purpose and faults in other people's
 * packages are allowed. Everything else is an error.
 *
 * @module
 */
import { resolve } from "node:path";
import { denoProgram } from "./shared/deno_program.ts";
import { runTask } from "./shared/main.ts";
import { FailedRun } from "./shared/usage_error.ts";

/** Types of tfjs and of Plot that functions take and return. */
const foreign = [
  "PlotOptions",
  "Scalar",
  "Tensor",
  "Tensor1D",
  "Tensor2D",
  "Tensor4D",
  "Variable",
];

/**
 * What is left of the linter's report without references to foreign types and foreign files.
 *
 * @param report what `deno doc --lint` printed
 * @param root folder of our own files
 * @returns one text for each finding
 */
export function ownFindings(report: string, root: string): string[] {
  const findings = report.split(/^(?=error\[)/m).filter((part) => part.startsWith("error["));
  return findings.map((finding) => finding.replace(/^error: Found [\s\S]*/m, "").trimEnd())
    .filter((finding) => {
      const [, name] = /^error\[private-type-ref\].* private type '(\w+)'/.exec(finding) ?? [];
      const [, file] = /^ *--> (.+?)(:\d+)*$/m.exec(finding) ?? [];
      return !foreign.includes(name) && (file === undefined || file.startsWith(root));
    });
}

async function lint(): Promise<void> {
  const root = resolve(import.meta.dirname!, "..");
  const { exports } = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  const { success, stdout, stderr } = await new Deno.Command(denoProgram(), {
    args: ["doc", "--lint", ...Object.values<string>(exports)],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const report = new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
  const findings = ownFindings(report, root);
  if (!success && !/^error: Found \d+ documentation lint error/m.test(report)) {
    throw new FailedRun(`deno doc --lint did not run: ${report}`);
  }
  if (findings.length) {
    throw new FailedRun(`${findings.length} documentation errors\n\n${findings.join("\n\n")}`);
  }
}

if (import.meta.main) await runTask(lint);
