import { assertEquals, assertRejects } from "@std/assert";
import { provideAssets, readAsset } from "../lib/read_asset.ts";

Deno.test("a file of a package is what is provided for it, and else the package's own", async () => {
  const resvg = { package: "@resvg/resvg-wasm@2.6.2", path: "index_bg.wasm" };
  const own = await readAsset(resvg);
  const asked: string[] = [];
  provideAssets(({ path }) => {
    asked.push(path);
    return Promise.resolve(path === "given.bin" ? Uint8Array.of(7) : undefined);
  });
  try {
    assertEquals(await readAsset({ package: "x@1.0.0", path: "given.bin" }), Uint8Array.of(7));
    assertEquals(await readAsset(resvg), own);
    assertEquals(asked, ["given.bin", "index_bg.wasm"]);
  } finally {
    provideAssets(undefined);
  }
  const missing = { package: "@resvg/resvg-wasm@2.6.2", path: "none.bin" };
  await assertRejects(() => readAsset(missing), Error, "none.bin was not found");
});
