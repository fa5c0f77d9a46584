import { assertEquals } from "@std/assert";
import { blasOf, blasOption, taskCommand } from "../../../tasks/shared/blas_option.ts";
import { parseOptions } from "../../../tasks/shared/options.ts";

const given = (args: string[]) => parseOptions({ blas: blasOption }, args).blas;

Deno.test("--blas alone is the system's library, --blas FILE that file, nothing is none", () => {
  assertEquals(blasOf(given(["--blas"])), true);
  assertEquals(blasOf(given(["--blas", "/opt/libblas.so"])), "/opt/libblas.so");
  assertEquals(blasOf(given([])), false);
});

Deno.test("a run with a BLAS is resumed with it, by a command that gives the permission", () => {
  assertEquals(taskCommand("train", given([])), "deno task train");
  assertEquals(taskCommand("train", given(["--blas"])), "deno run -A tasks/train.ts --blas");
  assertEquals(taskCommand("demo", "a.so"), "deno run -A tasks/demo.ts --blas a.so");
  const options = { out: "my run", stage: undefined, resume: true };
  assertEquals(taskCommand("train", undefined, options), "deno task train --out 'my run' --resume");
});
