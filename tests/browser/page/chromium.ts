/**
 * The page in a real Chromium: built once, served, opened.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { type Browser, chromium, type Page } from "npm:playwright-core@1.65.1";
import { pageParts } from "../../../tasks/page/page_parts.ts";
import { serveFolder } from "../../../tasks/page/serve_folder.ts";
import { writeSingleFile, writeSite } from "../../../tasks/page/write_page.ts";

/** Where browsers lie; CHROMIUM names another. */
const places = [
  Deno.env.get("CHROMIUM"),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].filter((place) => place !== undefined);

const isFile = (path: string) => Deno.stat(path).then(({ isFile }) => isFile, () => false);
const found = (await Promise.all(places.map(isFile))).indexOf(true);
/** The browser's program; undefined where there is none. */
export const program: string | undefined = places[found];

// Where the tests must not be skipped (CI), this variable says so.
const required = Deno.env.get("IM2IM_TEST_CHROMIUM") === "1";

/** A folder for what tests make. */
export const folder: string = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
/** The site, and the page as one file. */
export const site = `${folder}/site`, single = `${folder}/page.html`;

if (program) {
  const parts = await pageParts(folder);
  await writeSite(site, parts);
  await writeSingleFile(single, parts);
}

/** How a page is opened. */
export interface PageOptions {
  /** After the page's address, as in `?threads=1`. */
  readonly query?: string;
  /** Whether the server sends the headers for threads; true if left out. */
  readonly isolated?: boolean;
  /** Whether the page is the one that is a file. */
  readonly single?: boolean;
  /** More words for Chromium's command line. */
  readonly args?: readonly string[];
  /** Words that the console may hold as an error. */
  readonly allowed?: RegExp;
}

/** A test in a browser of its own, on a page that has just been opened. */
export function pageTest(
  name: string,
  test: (page: Page, address: string) => Promise<void>,
  options: PageOptions = {},
): void {
  Deno.test({
    name: program ? name : `no Chromium, not tested: ${name}`,
    ignore: !program && !required,
    sanitizeOps: false, // Playwright keeps pipes and timers
    sanitizeResources: false,
    async fn() {
      assert(
        program,
        "IM2IM_TEST_CHROMIUM=1, but there is no Chromium: install it, or set CHROMIUM",
      );
      await withPage(program, test, options);
    },
  });
}

const browsers = new Map<string, Promise<Browser>>();
globalThis.addEventListener("unload", () => {
  for (const browser of browsers.values()) void browser.then((browser) => browser.close());
});

/** A browser with words on its command line, started once. */
function browserWith(executablePath: string, args: readonly string[]): Promise<Browser> {
  const key = args.join(" ");
  if (!browsers.has(key)) {
    const words = ["--no-sandbox", "--disable-background-networking", ...args];
    browsers.set(key, chromium.launch({ executablePath, args: words }));
  }
  return browsers.get(key)!;
}

async function withPage(
  executablePath: string,
  test: (page: Page, address: string) => Promise<void>,
  { query = "", isolated = true, single: isSingle, args = [], allowed }: PageOptions,
): Promise<void> {
  const ended = new AbortController();
  const server = serveFolder(site, { port: 0, isolated, signal: ended.signal });
  const origin = `http://127.0.0.1:${server.addr.port}`;
  const address = `${isSingle ? `file://${single}` : `${origin}/`}${query}`;
  // Tests run as root on CI, where Chromium's own sandbox cannot start.
  const context = await (await browserWith(executablePath, args)).newContext();
  try {
    const page = await context.newPage(), faults: string[] = [];
    page.setDefaultTimeout(PATIENCE);
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !allowed?.test(message.text())) faults.push(message.text());
    });
    page.on("request", (request) => {
      const url = request.url();
      const own = [origin, "blob:", "data:", `file://${single}`].some((o) => url.startsWith(o));
      if (!own) faults.push(`request to ${url}`);
    });
    await page.goto(address);
    await test(page, address);
    assertEquals(faults, []);
  } finally {
    await context.close();
    ended.abort();
    await server.finished;
  }
}

/** What of a page's own language is used; Deno's types do not know it. */
interface CanvasPage {
  readonly document: { querySelector(selector: string): { toDataURL(): string } | null };
}

/** What is within the tab that is shown. */
export const shownTab = "[role=tabpanel]:not([hidden])";

/** Milliseconds that a page is waited for: on a busy machine a translation may take half a minute. */
const PATIENCE = 180_000;

/**
 * Waits until a picture is shown, or another one than before.
 *
 * @returns a hash of the picture
 */
export async function shownPicture(page: Page, label: string, before = ""): Promise<string> {
  const selector = `${shownTab} canvas[aria-label="${label}"]:not(.empty)`;
  const handle = await page.waitForFunction(
    ([selector, before]) => {
      const { document } = globalThis as unknown as CanvasPage;
      const picture = document.querySelector(selector)?.toDataURL() ?? "";
      let hash = 0;
      for (let i = 0; i < picture.length; i++) {
        hash = Math.imul(hash, 31) + picture.charCodeAt(i) | 0;
      }
      return picture && `${hash}` !== before && `${hash}`;
    },
    [selector, before] as const,
    { timeout: PATIENCE },
  );
  return await handle.jsonValue() as string;
}

/** Chooses a file for a field by its label. */
export async function chooseFile(
  page: Page,
  label: string,
  file: string | { name: string; mimeType: string; buffer: Uint8Array },
): Promise<void> {
  const field = page.locator(shownTab).getByLabel(label);
  // deno-lint-ignore no-explicit-any
  await field.setInputFiles(file as any);
}

/**
 * The bytes of what a button downloads. It is pressed again where nothing came of it: a picture that is
 * drawn anew between press and release disables the button, and the browser then tells of no click.
 */
export async function download(page: Page, button: string): Promise<Uint8Array> {
  const waiting = page.waitForEvent("download");
  let came: boolean;
  do {
    await page.locator(shownTab).getByRole("button", { name: button }).click();
    const patience = page.waitForTimeout(20_000).then(() => false);
    came = await Promise.race([waiting.then(() => true), patience]);
  } while (!came);
  return await Deno.readFile(await (await waiting).path());
}

/** The one sentence that the page says of a fault. */
export async function faultText(page: Page): Promise<string> {
  return (await page.locator("[role=alert]").textContent() ?? "").replace(
    /(Dismiss|Start the .*)$/,
    "",
  );
}
