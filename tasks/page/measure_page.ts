/**
 * `deno run -A tasks/page/measure_page.ts`: how fast the page is in Chromium, and its training beside
 * Deno's, in turns in one run at the same number of threads. CHROMIUM names another browser.
 *
 * @module
 */
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { selectBackend } from "../../lib/backend/select_backend.ts";
import { openFaces } from "../../lib/browser/open_faces.ts";
import { createConfig } from "../../lib/presets.ts";
import { trainStage1 } from "../../lib/training/train.ts";
import { createTraining } from "../../lib/training/training.ts";
import { pageParts } from "./page_parts.ts";
import { serveFolder } from "./serve_folder.ts";
import { writeSite } from "./write_page.ts";

const ROUNDS = 3, STEPS = 30, FACES = 200, MOVES = 60;

const folder = await Deno.makeTempDir();
await writeSite(folder, await pageParts(folder));
const server = serveFolder(folder, { port: 0 });
const address = `http://127.0.0.1:${server.addr.port}/`;
const executablePath = Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium";

/** Opens the page in a browser that has never seen it; returns the seconds to its first translation. */
async function openCold(): Promise<{ page: Page; seconds: number; close: () => Promise<void> }> {
  const args = ["--no-sandbox", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath, args });
  const page = await browser.newPage(), since = performance.now();
  await page.goto(address);
  await page.locator('canvas[aria-label="woman"]:not(.empty)').waitFor();
  return { page, seconds: (performance.now() - since) / 1000, close: () => browser.close() };
}

/** Pictures a second that a slider of z gives: each value is set once the one before is drawn. */
async function sliderRate(page: Page): Promise<number> {
  await page.getByRole("tab", { name: "Explore" }).click();
  await page.getByRole("slider", { name: "Direction 1" }).waitFor();
  return await page.evaluate(`(async () => {
    const canvas = document.querySelector('canvas[aria-label="mixture"]');
    const slider = [...document.querySelectorAll(".slider")]
      .find((field) => field.textContent.startsWith("Direction 1")).querySelector("input");
    const since = performance.now();
    for (let i = 0; i < ${MOVES}; i++) {
      const before = canvas.toDataURL();
      slider.value = (i % 2 ? -1 : 1) * (0.5 + i % 20 / 10);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      while (canvas.toDataURL() === before) await new Promise((done) => setTimeout(done, 1));
    }
    return ${MOVES} / ((performance.now() - since) / 1000);
  })()`);
}

/** Images a second of stage 1 of \`tiny\` on the page, as it says itself. */
async function trainOnPage(page: Page): Promise<number> {
  await page.getByRole("tab", { name: "Train" }).click();
  await page.getByLabel("Steps of stage 1").fill(`${STEPS}`);
  await page.getByLabel("Steps of stage 2").fill("1");
  await page.getByLabel("Faces of each domain").fill(`${FACES}`);
  await page.getByLabel("Faces of each domain").blur();
  await page.getByRole("button", { name: /^Begin/ }).click();
  let rate = 0;
  for (;;) {
    const text = await page.getByTestId("progress").textContent().catch(() => "") ?? "";
    if (text.startsWith("Stage 1")) rate = Number(/(\d+) images a second/.exec(text)?.[1] ?? rate);
    if (text.includes("Done.")) return rate;
    await page.waitForTimeout(50);
  }
}

/** The same in Deno. */
async function trainHere(): Promise<number> {
  const config = createConfig("tiny", { steps1: STEPS, steps2: 1 });
  using data = await openFaces({ size: config.size, seed: config.seed, train: FACES, heldOut: 64 });
  using training = createTraining(config, data.train.domains);
  let rate = 0;
  for await (const { imagesPerSecond } of trainStage1(training, data.train)) rate = imagesPerSecond;
  return rate;
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

const threads = Math.min(8, navigator.hardwareConcurrency);
await selectBackend("wasm", { threads });
const cold: number[] = [], ratios: number[] = [];
let rate = 0;
for (let round = 0; round < ROUNDS; round++) {
  const { page, seconds, close } = await openCold();
  cold.push(seconds);
  rate = Math.max(rate, await sliderRate(page));
  const there = await trainOnPage(page);
  await close();
  const here = await trainHere();
  ratios.push(there / here);
  console.log(
    `round ${round + 1}: first picture ${seconds.toFixed(2)} s, page ${there} and Deno ` +
      `${here.toFixed(0)} images a second`,
  );
}
console.log(`First picture, cold: ${median(cold).toFixed(2)} s (median of ${ROUNDS})`);
console.log(`A slider of z: ${rate.toFixed(0)} pictures a second`);
console.log(
  `Training, page over Deno at ${threads} threads: ${median(ratios).toFixed(2)} (median)`,
);
await server.shutdown();
await Deno.remove(folder, { recursive: true });
Deno.exit(0);
