/**
 * `deno task page`: translate, explore z and train in a browser.
 *
 * @module
 */
import { dirname } from "node:path";
import { serveFolder } from "./page/serve_folder.ts";
import { pageParts } from "./page/page_parts.ts";
import { writeSingleFile, writeSite } from "./page/write_page.ts";
import { listenForInterrupt } from "./shared/interrupt.ts";
import { runTask } from "./shared/main.ts";
import { numberOption } from "./shared/number_option.ts";
import { helpText, parseOptions } from "./shared/options.ts";
import { inRuns } from "./shared/places.ts";

const options = {
  out: { value: "DIR", doc: "folder of the site; runs/page if left out" },
  single: { value: "FILE", doc: "write the page as this one .html instead, and serve nothing" },
  port: { value: "N", doc: "port to serve on; 8017 if left out, 0 for any" },
  build: { doc: "build the site and serve nothing" },
  help: { doc: "show this" },
} as const;

const help = helpText(
  "deno task page [--out DIR] [--single FILE] [--port N] [--build]",
  "Builds a page that translates, explores z and trains in a browser, and serves it to this machine.\n" +
    "The folder can be put on any static host: nothing of it runs on a server.",
  { Options: options },
);

await runTask(async () => {
  if (Deno.args.includes("--help")) return console.log(help);
  const given = parseOptions(options, Deno.args);
  const port = numberOption("port", given.port, 8017, { min: 0, max: 65535, whole: true });
  const temporary = await Deno.makeTempDir();
  const parts = await pageParts(temporary)
    .finally(() => Deno.remove(temporary, { recursive: true }));
  if (given.single) {
    await Deno.mkdir(dirname(given.single), { recursive: true });
    await writeSingleFile(given.single, parts);
    return console.log(`Built ${given.single}: open it in a browser`);
  }
  const folder = given.out ?? inRuns("page");
  await writeSite(folder, parts);
  console.log(`Built ${folder}`);
  if (given.build) return;
  const interrupt = listenForInterrupt(() => console.log("\nThe page is served no more"));
  const server = serveFolder(folder, { port, signal: interrupt.signal });
  console.log(`Open http://127.0.0.1:${server.addr.port}/ in a browser; Ctrl-C ends`);
  await server.finished;
  interrupt.stop();
});
