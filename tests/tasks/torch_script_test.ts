import { assertEquals } from "@std/assert";
import { createConfig } from "../../lib/presets.ts";
import { createModel } from "../../lib/networks/model.ts";
import { countParameters } from "../../lib/networks/network.ts";
import { install } from "../../lib/kernels/install.ts";
import { DOMAINS, KERNEL, LABEL_EMBEDDING, stepFlops, Z } from "../../tasks/bench/step_flops.ts";
import { torchScript } from "../../tasks/bench/torch.ts";

interface Count {
  readonly parameters: number;
  readonly multiplyAdds: number;
}

const stored: {
  scriptSha256: string;
  counts: Record<"64" | "128", Record<"generator" | "discriminator" | "encoder", Count>>;
} = JSON.parse(
  await Deno.readTextFile(new URL("../../fixtures/benchmark/torch_counts.json", import.meta.url)),
);

const gf = 8, sizes = [64, 128] as const;

Deno.test("the counts of PyTorch's side are those of the script that the bench runs", async () => {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(await torchScript()));
  assertEquals(
    new Uint8Array(digest).toHex(),
    stored.scriptSha256,
    "count anew, see fixtures/benchmark/torch_counts.json",
  );
});

Deno.test("PyTorch's networks have as many parameters as ours", async () => {
  await install("cpu");
  const changes = { gf, df: gf, ef: gf, z: Z, labelEmbedding: LABEL_EMBEDDING, dKernel: KERNEL };
  for (const size of sizes) {
    const config = createConfig("release", { ...changes, gKernel: KERNEL, size });
    using model = createModel(config, Array.from({ length: DOMAINS }, (_, i) => `domain ${i}`));
    for (const name of ["generator", "discriminator", "encoder"] as const) {
      assertEquals(stored.counts[size][name].parameters, countParameters(model[name]), name);
    }
  }
});

Deno.test("PyTorch's networks do as many multiply-adds as the bench counts for ours", () => {
  for (const size of sizes) {
    const [g, d, e] = (["generator", "discriminator", "encoder"] as const)
      .map((name) => 2 * stored.counts[size][name].multiplyAdds);
    const step = { gf, batch: 1, size };
    assertEquals(stepFlops("translate", step), g + e);
    const first = 2 * (size / 2) ** 2 * KERNEL ** 2 * 3 * gf;
    assertEquals(stepFlops("stage1", step), 4 * g + 8 * d - 2 * first);
    assertEquals(stepFlops("stage2", step), g + 3 * e - first);
  }
});
