import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "npm:playwright-core@1.65.1";
import { selectBackend } from "../../../lib/backend/select_backend.ts";
import { openFaces } from "../../../lib/browser/open_faces.ts";
import { encodePng } from "../../../lib/images/encode_png.ts";
import { createConfig } from "../../../lib/presets.ts";
import { decodeTraining } from "../../../lib/training/decode_checkpoint.ts";
import { encodeTraining } from "../../../lib/training/encode_checkpoint.ts";
import { type TrainEvent, trainStage1, trainStage2 } from "../../../lib/training/train.ts";
import { createTraining, type Training } from "../../../lib/training/training.ts";
import { runTask } from "../../tasks/task_process.ts";
import {
  chooseFile,
  download,
  faultText,
  folder,
  pageTest,
  program,
  shownPicture,
} from "./chromium.ts";

const STEPS = 50, FACES = 100;
const config = createConfig("tiny", { steps1: STEPS, steps2: STEPS });
const woman = new URL("../../../fixtures/faces/woman-1.png", import.meta.url).pathname;

/** Losses of both stages by the step, as the page's table has them, and the run's file. */
interface Trained {
  readonly losses: ReadonlyMap<number, Readonly<Record<string, number>>>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** The same run in Deno. */
async function trainHere(): Promise<Trained> {
  await selectBackend("wasm");
  using data = await openFaces({ size: config.size, seed: config.seed, train: FACES, heldOut: 64 });
  using training: Training = createTraining(config, data.train.domains);
  const losses = new Map<number, Readonly<Record<string, number>>>();
  const follow = async (events: AsyncGenerator<TrainEvent>, before: number) => {
    for await (const event of events) {
      if (event.losses) losses.set(before + event.step, event.losses);
    }
  };
  await follow(trainStage1(training, data.train), 0);
  await follow(trainStage2(training, data.train), STEPS);
  return { losses, bytes: await encodeTraining(training) };
}

const here = program ? await trainHere() : undefined;

async function openTrain(page: Page, steps: number): Promise<void> {
  await shownPicture(page, "woman");
  await page.getByRole("tab", { name: "Train" }).click();
  await page.getByLabel("Steps of stage 1").fill(`${steps}`);
  await page.getByLabel("Steps of stage 2").fill(`${steps}`);
  if (await page.getByLabel("Faces of each domain").isVisible()) {
    await page.getByLabel("Faces of each domain").fill(`${FACES}`);
    await page.getByLabel("Faces of each domain").blur();
  }
}

pageTest(
  "a run on the page has the losses that it has in Deno, and its file goes on in Deno",
  async (page) => {
    await openTrain(page, STEPS);
    await page.getByRole("button", { name: "Begin" }).click();
    // The page stays alive, and the run is the same though it is interrupted.
    await page.getByText(/step \d+ of 50/).waitFor();
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused").waitFor();
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("Done.").waitFor({ timeout: 240_000 });

    const table = new TextDecoder().decode(await download(page, "Save the losses")).trim().split(
      "\n",
    );
    const [, ...names] = table[0].split(",");
    let compared = 0;
    for (const row of table.slice(1)) {
      const [step, ...values] = row.split(",");
      const expected = here!.losses.get(Number(step))!;
      names.forEach((name, i) => {
        if (values[i] === "") return;
        assertAlmostEquals(Number(values[i]), expected[name], 1e-4, `${name} at step ${step}`);
        compared++;
      });
    }
    assert(compared >= 20, `${compared} losses compared`);

    const bytes = await download(page, "Save the run");
    assertEquals(bytes.length, here!.bytes.length);
    assert(bytes.every((byte, i) => byte === here!.bytes[i]), "the run's file differs from Deno's");
    using again = decodeTraining("the page's run", bytes, { ...config, steps2: STEPS + 1 });
    assertEquals([again.step1, again.step2], [STEPS, STEPS]);

    // Through its networks the page and the task draw the same picture.
    const model = `${folder}/trained.safetensors`, out = `${folder}/trained.png`;
    await Deno.writeFile(model, await download(page, "Save for translation"));
    await page.getByRole("combobox", { name: "Model" }).selectOption("the run in progress");
    await page.getByRole("tab", { name: "Translate" }).click();
    await chooseFile(page, "Choose a picture", woman);
    await page.getByText(/man \d+ %/).waitFor();
    await page.waitForTimeout(500);
    const words = [
      "--model",
      model,
      "--to",
      "man",
      "--in",
      woman,
      "--out",
      out,
      "--backend",
      "wasm",
    ];
    const { code, stderr } = await runTask("translate", words, folder);
    assertEquals(code, 0, stderr);
    assertEquals(await download(page, "Download man as PNG"), await Deno.readFile(out));
  },
);

pageTest("a run that Deno saved goes on in the page", async (page) => {
  await openTrain(page, STEPS);
  const file = `${folder}/last.safetensors`;
  using half = decodeTraining("here", here!.bytes, { ...config, steps2: STEPS + 3 });
  await Deno.writeFile(file, await encodeTraining(half));
  await chooseFile(page, "A run's .safetensors", file);
  await page.getByText("Step 100. Paused.").waitFor();
  await page.getByRole("button", { name: "Go on" }).click();
  await page.getByText("Stage 2, step 53 of 53. Done.").waitFor();
});

pageTest("folders of the user's own are trained on; what is no picture is listed", async (page) => {
  for (const [c, domain] of ["cats", "dogs"].entries()) {
    await Deno.mkdir(`${folder}/own/${domain}`, { recursive: true });
    for (let i = 0; i < 12; i++) {
      const rgb = Uint8Array.from({ length: 20 * 16 * 3 }, (_, k) => (k * (c + 2) + i * 9) % 256);
      await Deno.writeFile(
        `${folder}/own/${domain}/${i}.png`,
        encodePng({ width: 20, height: 16, rgb }),
      );
    }
  }
  await Deno.writeTextFile(`${folder}/own/dogs/notes.png`, "no picture");
  await openTrain(page, 2);
  await page.getByLabel("Two folders of your own").check();
  await chooseFile(page, "Folder 1", `${folder}/own/cats`);
  await chooseFile(page, "Folder 2", `${folder}/own/dogs`);
  await page.getByRole("button", { name: "Begin" }).click();
  await page.getByText("Stage 2, step 2 of 2. Done.").waitFor();
  await page.getByText("1 files were left out").click();
  await page.getByText("dogs/notes.png: notes.png is no picture").waitFor();
  assert(await page.getByRole("img", { name: "z 1 as dogs" }).isVisible());
});

pageTest(
  "an engine that is lost while it trains loses no run that was handed over",
  async (page) => {
    await openTrain(page, 400);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText(/step \d+ of 400/).waitFor();
    await page.getByRole("button", { name: "Pause" }).click(); // hands the run over
    await page.getByText("Paused").waitFor();
    const engine = page.workers().find((worker) => worker.url().startsWith("blob:"))!;
    await engine.evaluate(`postMessage({ notice: { kind: "deviceLost", reason: "a test" } })`);
    await page.locator("[role=alert]").waitFor();
    assertEquals(await faultText(page), "The graphics processor was lost (a test)");
    const saved = await download(page, "Save the run as of step");
    using training = decodeTraining("kept", saved);
    assert(training.step1 > 0);
    await page.getByRole("button", { name: "Start the engine again" }).click();
    const goOn = page.getByRole("button", { name: /Go on from step \d+/ });
    assertMatch(await goOn.textContent() ?? "", new RegExp(`${training.step1}$`));
    await goOn.click();
    await page.getByText(`Step ${training.step1}. Paused.`).waitFor();
  },
);

pageTest(
  "a run that is stopped is kept: it is saved, goes on, and draws in Explore",
  async (page) => {
    await openTrain(page, 400);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText(/step \d+ of 400/).waitFor();
    await page.getByRole("button", { name: "Stop" }).click();
    const goOn = page.getByRole("button", { name: /Go on from step \d+/ });
    await goOn.waitFor();
    const saved = await download(page, "Save the run as of step");
    using training = decodeTraining("kept", saved);
    await goOn.click();
    await page.getByText(`Step ${training.step1}. Paused.`).waitFor();
    await page.getByRole("button", { name: "Use it in Translate and Explore" }).click();
    await page.getByRole("tab", { name: "Explore" }).click();
    await page.getByText("over the pictures that are trained on").waitFor();
    await shownPicture(page, "mixture");
  },
);

pageTest(
  "a run's file of something else, and too few pictures, are refused in one sentence",
  async (page) => {
    await openTrain(page, 2);
    await chooseFile(page, "A run's .safetensors", woman);
    await page.locator("[role=alert]").waitFor();
    assertMatch(await faultText(page), /^woman-1\.png: Not a (readable )?safetensors file/);
    await Deno.mkdir(`${folder}/few/one`, { recursive: true });
    await Deno.copyFile(woman, `${folder}/few/one/1.png`);
    await page.getByLabel("Two folders of your own").check();
    await chooseFile(page, "Folder 1", `${folder}/few/one`);
    await chooseFile(page, "Folder 2", `${folder}/own/dogs`);
    await page.getByRole("button", { name: "Begin" }).click();
    await page.getByText("The folder one has 1 usable pictures of 1 files; add pictures").waitFor();
  },
);
