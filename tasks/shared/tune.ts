/**
 * Tiles of the WebGPU kernels, measured once for a device and kept.
 *
 * @module
 */
import { atomicWrite } from "../../lib/checkpoint/atomic_write.ts";
import type { SelectedBackend } from "../../lib/backend/select_backend.ts";
import { tuneTiles } from "../../lib/kernels/mod.ts";
import { inRuns } from "./places.ts";
import { UsageError } from "./usage_error.ts";

/** Where the tiles of every device are kept, beside the packed images. */
export const tileFile = (): string => inRuns("tiles.json");

/**
 * @throws UsageError if the backend has no tiles to tune
 */
export function checkTunable({ name, device }: SelectedBackend): void {
  if (name !== "webgpu") {
    throw new UsageError(`--tune is for webgpu, this run is on ${name} (${device}): leave it out`);
  }
}

/**
 * Measures a tile for every product that was computed so far and is not in the file, and uses the
 * fastest from now on. Results stay the same, to the bit.
 *
 * @param print where messages go
 */
export async function tune(print: (line: string) => void): Promise<void> {
  const file = tileFile();
  const known = await Deno.readTextFile(file).catch(() => "");
  const started = performance.now();
  let count = 0, before = 0, after = 0;
  const text = await tuneTiles({
    known,
    onProduct: (_, { ms, untunedMs }) => {
      count++;
      before += untunedMs;
      after += ms;
    },
  });
  await atomicWrite(file, text);
  if (!count) return print(`Tiles: all known, from ${file}`);
  print(
    `Tiles: tuned ${count} products in ${((performance.now() - started) / 1000).toFixed(0)} s, ` +
      `${before.toFixed(2)} -> ${after.toFixed(2)} ms a pass; kept in ${file}`,
  );
}
