import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { inTemporaryFolder } from "../data/temporary_folder.ts";
import { runTask } from "./task_process.ts";

Deno.test("deno task page builds a site and a single file within its permissions", () =>
  inTemporaryFolder(async (folder) => {
    const site = await runTask("page", ["--build", "--out", "site"], folder);
    assertEquals([site.code, site.stdout], [0, "Built site\n"], site.stderr);
    const names = [...Deno.readDirSync(`${folder}/site`)].map(({ name }) => name);
    for (const name of ["index.html", "page.js", "engine.js", "faces-64.safetensors"]) {
      assert(names.includes(name), name);
    }
    const html = await Deno.readTextFile(`${folder}/site/index.html`);
    assertStringIncludes(html, "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'");
    const one = await runTask("page", ["--single", "made/one.html"], folder);
    assertEquals([one.code, one.stderr], [0, ""]);
    const whole = await Deno.readTextFile(`${folder}/made/one.html`);
    assertStringIncludes(whole, "connect-src 'none'");
    assertEquals([...Deno.readDirSync(`${folder}/made`)].length, 1);
  }));

Deno.test("a port that is none is wrong use", () =>
  inTemporaryFolder(async (folder) => {
    const { code, stderr } = await runTask("page", ["--port", "x"], folder);
    assertEquals(code, 2);
    assertStringIncludes(stderr, "--port must be a whole number from 0 to 65535");
  }));
