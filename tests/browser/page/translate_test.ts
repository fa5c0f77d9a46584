import {
  assert,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertStringIncludes,
} from "@std/assert";
import type { Page } from "npm:playwright-core@1.65.1";
import { encodeSafetensors } from "../../../lib/checkpoint/safetensors.ts";
import { decodeImage } from "../../../lib/images/decode_image.ts";
import { encodePng } from "../../../lib/images/encode_png.ts";
import { readAsset } from "../../../lib/read_asset.ts";
import { runTask } from "../../tasks/task_process.ts";
import {
  chooseFile,
  download,
  faultText,
  folder,
  pageTest,
  program,
  shownPicture,
  shownTab,
} from "./chromium.ts";

const root = new URL("../../../", import.meta.url).pathname;
const woman = `${root}fixtures/faces/woman-1.png`, man = `${root}fixtures/faces/man-1.png`;

/** Of the face networks' package; no photograph of a person lies in this repository. */
const photo = { package: "@vladmandic/face-api@1.7.15", path: "demo/sample6.jpg" };

/** What the task writes for a picture, on wasm. */
async function translated(picture: string, to: string): Promise<Uint8Array> {
  const out = `${folder}/${to}.png`;
  const words = ["--to", to, "--in", picture, "--out", out, "--backend", "wasm"];
  const { code, stderr } = await runTask("translate", words, folder);
  assertEquals(code, 0, stderr);
  return await Deno.readFile(out);
}

let expected: Uint8Array;
if (program) expected = await translated(woman, "man");

/** Drops a file onto the page's field for pictures, as a user's mouse does. */
async function drop(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    const bytes = Uint8Array.from(atob("${bytes.toBase64()}"), (c) => c.charCodeAt(0));
    transfer.items.add(new File([bytes], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  await page.locator(`${shownTab} .drop`).first().dispatchEvent("drop", { dataTransfer });
}

/** What the page says of a drawn woman: how sure D is to the last per cent lies in the weights. */
const readAsWoman = /man \d %, woman (9\d|100) %/;

pageTest(
  "a picture that is dropped is translated to the very bytes of deno task translate",
  async (page) => {
    const first = await shownPicture(page, "man");
    await drop(page, "woman-1.png", await Deno.readFile(woman));
    await shownPicture(page, "man", first);
    assertEquals(await download(page, "Download man as PNG"), expected);
    assertMatch(
      await page.locator(".status").textContent() ?? "",
      /^Backend: wasm on CPU, \d+ threads? \(.*WebGPU.*\)$/,
    );
    assertMatch(await page.locator("main").textContent() ?? "", readAsWoman);
  },
);

pageTest(
  "from a file on disk the page gives the same bytes on one thread, and says why one",
  async (page) => {
    const first = await shownPicture(page, "man");
    await chooseFile(page, "Choose a picture", woman);
    await shownPicture(page, "man", first);
    assertEquals(await download(page, "Download man as PNG"), expected);
    const status = await page.locator(".status").textContent() ?? "";
    assertMatch(status, /1 thread .* A page from a file has one thread\.$/);
  },
  { single: true },
);

pageTest(
  "on a host that sends no headers the page has threads, by its service worker",
  async (page) => {
    await shownPicture(page, "man");
    assert(await page.evaluate("crossOriginIsolated"));
    const status = await page.locator(".status").textContent() ?? "";
    assertMatch(
      status,
      new RegExp(`wasm on CPU, ${Math.min(8, navigator.hardwareConcurrency)} thread`),
    );
  },
  { isolated: false },
);

pageTest(
  "where a service worker cannot be, one thread translates to the same bytes",
  async (page, address) => {
    const context = await page.context().browser()!.newContext({ serviceWorkers: "block" });
    const other = await context.newPage();
    await other.goto(address);
    const first = await shownPicture(other, "man");
    await chooseFile(other, "Choose a picture", woman);
    await shownPicture(other, "man", first);
    assertEquals(await download(other, "Download man as PNG"), expected);
    const status = await other.locator(".status").textContent() ?? "";
    assertStringIncludes(status, "This host sends no headers for threads, so one thread runs.");
  },
  { isolated: false },
);

pageTest("strength blends: at 0 the translation is the reconstruction", async (page) => {
  const full = await shownPicture(page, "woman");
  const slider = page.getByRole("slider", { name: "Strength" });
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  const more = await shownPicture(page, "woman", full);
  await page.keyboard.press("Home");
  const none = await shownPicture(page, "woman", more);
  assertEquals(none, await shownPicture(page, "reconstruction"));
  await page.keyboard.press("End");
  assertNotEquals(await shownPicture(page, "woman", none), full);
});

pageTest(
  "what is no picture is refused in one sentence, and the picture before stays",
  async (page) => {
    const before = await shownPicture(page, "woman");
    const text = new TextEncoder().encode("no picture");
    await drop(page, "notes.png", text);
    assertMatch(
      await faultText(page),
      /^notes\.png is no picture that this browser reads: choose a /,
    );
    await drop(page, "empty.png", new Uint8Array());
    await page.getByText("empty.png is empty").waitFor();
    const large = `${folder}/large.png`;
    await using file = await Deno.open(large, { create: true, write: true });
    await file.truncate(100 * 2 ** 20);
    await chooseFile(page, "Choose a picture", large);
    await page.getByText("large.png has 100 MB, and a picture may have 64").waitFor();
    assertEquals(await shownPicture(page, "woman"), before);
    await page.getByRole("button", { name: "Dismiss" }).click();
    assertEquals(await page.locator("[role=alert]").count(), 0);
  },
);

pageTest(
  "a file of weights that is none is refused in one sentence, and the model stays",
  async (page) => {
    await shownPicture(page, "woman");
    await page.getByRole("tab", { name: "Models" }).click();
    const arrays = { weight: { shape: [1], values: Float32Array.of(1) } };
    const other = encodeSafetensors({ arrays, metadata: { of: "something else" } });
    await drop(page, "other.safetensors", other);
    assertMatch(await faultText(page), /^other\.safetensors: not a checkpoint of im2im/);
    await drop(page, "noise.safetensors", new Uint8Array(1000).fill(7));
    await page.getByText("noise.safetensors: ").waitFor();
    assertEquals(
      await page.getByRole("button", { name: "faces-64" }).getAttribute("aria-pressed"),
      "true",
    );
    await page.getByRole("tab", { name: "Translate" }).click();
    await chooseFile(page, "Choose a picture", woman);
    await shownPicture(page, "man", await shownPicture(page, "woman"));
  },
);

pageTest("weights of the user's own are opened, and their facts are shown", async (page) => {
  await shownPicture(page, "woman");
  await page.getByRole("tab", { name: "Models" }).click();
  const card = page.getByRole("tabpanel", { name: "Models" });
  assertStringIncludes(await card.textContent() ?? "", "paired score");
  const weights = await Deno.readFile(`${root}fixtures/models/faces-64.safetensors`);
  await drop(page, "mine.safetensors", weights);
  await card.getByRole("heading", { name: "mine.safetensors" }).waitFor();
  assertStringIncludes(await card.textContent() ?? "", "Domainsman, woman");
  assertStringIncludes(await card.textContent() ?? "", "The file has no card");
  await page.getByRole("tab", { name: "Translate" }).click();
  await chooseFile(page, "Choose a picture", woman);
  await page.getByText(readAsWoman).waitFor();
  assertEquals(await download(page, "Download man as PNG"), expected);
});

pageTest("the page may connect to its own origin alone, its engine too", async (page, address) => {
  await shownPicture(page, "woman");
  const reach = (url: string) => `fetch("${url}").then(({ status }) => status, () => "refused")`;
  // Another server that would answer: it sees no request.
  let asked = 0;
  const elsewhere = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
    asked++;
    return new Response("", { headers: { "access-control-allow-origin": "*" } });
  });
  const url = `http://127.0.0.1:${elsewhere.addr.port}/`;
  const engine = page.workers().find((worker) => worker.url().startsWith("blob:"))!;
  assertEquals(await page.evaluate(reach(url)), "refused");
  assertEquals(await engine.evaluate(reach(url)), "refused");
  assertEquals(await page.evaluate(reach(`${address}style.css`)), 200);
  await elsewhere.shutdown();
  assertEquals(asked, 0);
}, { allowed: /Content Security Policy|violates/ });

pageTest(
  "an engine that is closed is said in one sentence, and another one starts",
  async (page) => {
    const first = await shownPicture(page, "man");
    await chooseFile(page, "Choose a picture", woman);
    await shownPicture(page, "man", first);
    for (const worker of page.workers()) await worker.evaluate("close()").catch(() => {});
    await page.locator("[role=alert]").waitFor();
    assertEquals(await faultText(page), "The engine stopped: its worker was closed");
    await page.getByRole("button", { name: "Start the engine again" }).click();
    await page.getByText("Backend: wasm").waitFor();
    await page.getByText(readAsWoman).waitFor(); // the picture is still there
    assertEquals(await download(page, "Download man as PNG"), expected);
  },
);

pageTest("WebGPU that is asked for and not there is said in one sentence", async (page) => {
  await page.locator("[role=alert]").waitFor();
  assertMatch(
    await faultText(page),
    /^WebGPU is not available: no adapter was found; .* or use wasm/,
  );
}, { query: "?backend=webgpu" });

pageTest(
  "WebGPU on Chromium's software adapter translates within 1 level of 255 of the task on wasm",
  async (page) => {
    page.setDefaultTimeout(300_000); // of which it takes about 15 s on two idle cores
    await page.locator("[role=alert]").or(page.getByText("Backend: webgpu")).first().waitFor();
    assertMatch(
      await page.locator("header").textContent() ?? "",
      /Backend: webgpu on google swiftshader \(asked for; it is WebGPU in software, much slower/,
    );
    await page.getByText("The picture is being translated").waitFor();
    await shownPicture(page, "woman"); // of man-1.png, which the page begins with
    const here = await decodeImage(await translated(man, "woman"));
    const there = await decodeImage(await download(page, "Download woman as PNG"));
    assertEquals(there.rgb.length, 64 * 64 * 3);
    const levels = there.rgb.map((level, i) => Math.abs(level - here.rgb[i]));
    assert(levels.every((level) => level <= 1), `off by ${Math.max(...levels)} levels`);
  },
  {
    query: "?backend=webgpu",
    args: ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
  },
);

pageTest("of a photograph on weights of drawn faces the page says what to choose", async (page) => {
  const first = await shownPicture(page, "source");
  const photographs = page.getByRole("button", { name: "Photographs of faces" });
  const drawn = page.getByRole("button", { name: "Drawn faces" });
  const advice = page.getByText("faces-64 has seen nothing but drawn faces");
  // Without a picture of the user's own there is none to begin with: no photograph is in the page.
  await photographs.click();
  await page.getByText("Choose a photograph of a face, or use the camera.").waitFor();
  const levels = await page.evaluate(`[...document.querySelectorAll("${shownTab} canvas")]
    .flatMap((canvas) => [...canvas.getContext("2d").getImageData(0, 0, 64, 64).data])`);
  assertEquals((levels as number[]).filter((level) => level > 0).length, 0);
  await drawn.click();
  assertEquals(await shownPicture(page, "source"), first);
  assertEquals(await advice.count(), 0);
  await drop(page, "four.jpg", await readAsset(photo));
  const square = await shownPicture(page, "source", first);
  await advice.waitFor();
  await photographs.click();
  await page.getByText("4 faces were found, and the largest is used.").waitFor();
  const face = await shownPicture(page, "source", square);
  await page.getByText("portraits-64, for non-commercial research only").waitFor();
  assertEquals(await advice.count(), 0);
  await drawn.click();
  assertEquals(await shownPicture(page, "source", face), square);
});

pageTest("the largest face of a photograph is found, aligned and translated", async (page) => {
  const first = await shownPicture(page, "source");
  await page.getByLabel("Find and align the face").check();
  assertEquals(await shownPicture(page, "source"), first); // a drawn face stays as it is
  await drop(page, "four.jpg", await readAsset(photo));
  const aligned = await shownPicture(page, "source", first);
  await page.getByText("4 faces were found, and the largest is used.").waitFor();
  await page.getByLabel("Find and align the face").uncheck();
  const whole = await shownPicture(page, "source", aligned);
  await page.getByLabel("Find and align the face").check();
  assertEquals(await shownPicture(page, "source", whole), aligned);
  const blank = encodePng({ width: 80, height: 80, rgb: new Uint8Array(80 * 80 * 3).fill(200) });
  await drop(page, "blank.png", blank);
  await page.getByText("No face was found: choose another picture, or untick").waitFor();
  assertEquals(await shownPicture(page, "source"), aligned);
});

pageTest("the camera's pictures are translated until it is stopped", async (page) => {
  const first = await shownPicture(page, "source");
  await page.getByRole("button", { name: "Use the camera" }).click();
  const one = await shownPicture(page, "source", first);
  await shownPicture(page, "source", one); // Chromium's made camera moves
  await page.getByRole("button", { name: "Stop the camera" }).click();
  await page.getByRole("button", { name: "Use the camera" }).waitFor();
}, { args: ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] });

pageTest("where there is no camera the page says so in one sentence", async (page) => {
  await shownPicture(page, "source");
  await page.getByRole("button", { name: "Use the camera" }).click();
  await page.locator("[role=alert]").waitFor();
  assertMatch(await faultText(page), /^There is no camera to use \(.*\): choose a file instead$/);
});

pageTest("tabs are reached by keys, and each has its panel", async (page) => {
  await shownPicture(page, "woman");
  await page.getByRole("tab", { name: "Translate" }).focus();
  for (const name of ["Explore", "Train", "Models", "Translate"]) {
    await page.keyboard.press("ArrowRight");
    assertEquals(await page.getByRole("tab", { selected: true }).textContent(), name);
    assert(await page.getByRole("tabpanel", { name }).isVisible());
  }
});

pageTest("a phone's width holds the page, and every field has a name", async (page) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await shownPicture(page, "woman");
  for (const name of ["Translate", "Explore", "Train", "Models"]) {
    await page.getByRole("tab", { name }).click();
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    assertEquals(wide, 360, `${name} is ${wide} pixels wide`);
    const nameless = await page.evaluate(`
      [...document.querySelectorAll("input, select, button")]
        .filter((field) => !field.labels?.length && !field.textContent?.trim() && !field.ariaLabel)
        .map((field) => field.outerHTML)`);
    assertEquals(nameless, []);
  }
});

if (program) {
  Deno.test("the page's scripts stay within 2 MB, and 600 kB compressed", async () => {
    const bytes: Uint8Array<ArrayBuffer>[] = [];
    for (const name of ["page.js", "engine.js", "service_worker.js"]) {
      bytes.push(await Deno.readFile(`${folder}/site/${name}`));
    }
    const all = new Blob(bytes);
    const packed = new Response(all.stream().pipeThrough(new CompressionStream("gzip")));
    const compressed = (await packed.bytes()).length;
    assert(all.size < 2e6 && compressed < 6e5, `${all.size} bytes, ${compressed} compressed`);
  });
  assert((await decodeImage(expected!)).width === 64);
}
