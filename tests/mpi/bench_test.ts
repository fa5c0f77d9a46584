import { assertEquals, assertMatch } from "@std/assert";
import { withMpi } from "./mpirun.ts";

Deno.test("the bench of ranks measures one process and two ranks in turns", withMpi, async () => {
  const script = new URL("../../tasks/bench/ranks.ts", import.meta.url).pathname;
  const few = "--rounds 1 --steps 1 --preset tiny --batch 8".split(" ");
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", script, ...few],
  }).output();
  const text = new TextDecoder().decode(stdout);
  assertEquals(code, 0, text + new TextDecoder().decode(stderr));
  const rows = text.split("\n").filter((line) => line.startsWith("{")).map((line) =>
    JSON.parse(line)
  );
  assertEquals(rows.map(({ ranks, threads }) => [ranks, threads]), [[1, 1], [2, 1], [1, 2]]);
  assertEquals(rows[0].bytes1, rows[1].bytes1);
  assertMatch(text, /^stage2: 2 ranks are \d+\.\d\d .* times as fast as one, and /m);
});
