import { assert, assertEquals, assertGreater } from "@std/assert";
import type { MutationReport } from "./mutate_checkpoints.ts";

/** Damaged files. */
const COUNT = 400;
/** No load may take the process beyond this, MiB; without any it holds about 200. */
const LIMIT = 500;

Deno.test(`of ${COUNT} damaged checkpoints each loads or is refused by name, in less than ${LIMIT} MiB`, async () => {
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      new URL("mutate_checkpoints.ts", import.meta.url).pathname,
      `${COUNT}`,
      "1",
    ],
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const report: MutationReport = JSON.parse(new TextDecoder().decode(stdout).trim());
  assertEquals(report.failures, []);
  const refused = Object.values(report.refused).reduce((a, b) => a + b, 0);
  assertEquals(refused + report.loaded, 2 * COUNT);
  assertGreater(refused, COUNT / 2, JSON.stringify(report.refused));
  assertGreater(report.loaded, COUNT / 20);
  assertGreater(LIMIT, report.peakMiB);
});
