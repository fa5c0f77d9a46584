import { assertEquals, assertThrows } from "@std/assert";
import { serveFolder } from "../../../tasks/page/serve_folder.ts";
import { FailedRun } from "../../../tasks/shared/usage_error.ts";

Deno.test("a folder is served with the headers for threads, and nothing beside it", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/site`);
  await Deno.writeTextFile(`${folder}/secret.txt`, "no");
  await Deno.writeTextFile(`${folder}/site/index.html`, "page");
  await Deno.writeTextFile(`${folder}/site/.hidden`, "no");
  const server = serveFolder(`${folder}/site`, { port: 0 }), { port } = server.addr;
  try {
    const get = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}/${path}`);
      return { answer, text: await answer.text() };
    };
    const { answer, text } = await get("");
    assertEquals([answer.status, text], [200, "page"]);
    assertEquals(answer.headers.get("cross-origin-opener-policy"), "same-origin");
    assertEquals(answer.headers.get("cross-origin-embedder-policy"), "require-corp");
    assertEquals(answer.headers.get("content-type"), "text/html; charset=utf-8");
    for (const path of ["..%2fsecret.txt", ".hidden", "none", "%2e%2e/secret.txt"]) {
      assertEquals((await get(path)).answer.status, 404, path);
    }
    assertThrows(() => serveFolder(folder, { port }), FailedRun, `Port ${port} is taken`);
  } finally {
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
});
