import { assertEquals, assertRejects } from "@std/assert";
import { taskCommand } from "../../../tasks/shared/blas_option.ts";
import { ranksOf, threadsOfRank } from "../../../tasks/shared/mpi_option.ts";
import { UsageError } from "../../../tasks/shared/usage_error.ts";

Deno.test("the ranks of a machine share its processors", () => {
  const of = (onThisMachine: number, processors: number) =>
    threadsOfRank({ onThisMachine }, processors);
  assertEquals([of(1, 2), of(2, 2), of(4, 2), of(3, 8), of(2, 64)], [2, 1, 1, 2, 8]);
  assertEquals(threadsOfRank(undefined, 64), undefined);
});

Deno.test("a shared run is resumed by as many ranks, by a command that gives the permission", () => {
  const command = (given: string, blas?: string) =>
    taskCommand("train", blas, { out: "run", resume: true }, { ranks: 4, given });
  const start = "mpirun -n 4 deno run -A tasks/train.ts";
  assertEquals(command(""), `${start} --mpi --out run --resume`);
  assertEquals(command("a.so", ""), `${start} --mpi a.so --blas --out run --resume`);
});

Deno.test("without --mpi there are no ranks; with it, some options are refused", async () => {
  assertEquals(await ranksOf(undefined, { backend: "webgpu", dryRun: true }), undefined);
  const refused = async (
    given: Parameters<typeof ranksOf>[1],
    sentence: string,
    mpi = "/none.so",
  ) => {
    await assertRejects(() => ranksOf(mpi, given), UsageError, sentence);
  };
  await refused({ backend: "webgpu", dryRun: false }, "--mpi works with wasm alone");
  await refused({ dryRun: true }, "--dry-run is for one process: leave out --mpi");
  await refused({ dryRun: false }, "MPI /none.so was not found");
});
