/**
 * Everything that a page is made of, before it is a folder or one file.
 *
 * @module
 */
import type { PageContent } from "../../lib/browser/page/page_content.ts";
import { type Asset, readAsset } from "../../lib/read_asset.ts";
import {
  pretrainedAddress,
  pretrainedNames,
  pretrainedPictures,
  pretrainedTerms,
} from "../../lib/training/pretrained.ts";
import { bundleProgram } from "./bundle_program.ts";
import { modelCard } from "./model_card.ts";

/** Everything that a page is made of. */
export interface PageParts {
  /** The page's HTML with places to fill in. */
  readonly template: string;
  /** Its style sheet. */
  readonly style: string;
  /** Its program. */
  readonly program: string;
  /** The service worker's program. */
  readonly serviceWorker: string;
  /** What the page is told of its files. */
  readonly content: Omit<PageContent, "addresses">;
  /** Its files by name: the engine, WebAssembly, weights, pictures. */
  readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

const root = new URL("../../", import.meta.url);
const page = new URL("lib/browser/page/", root);

/** Files of packages that the engine asks for. */
const assets: readonly Asset[] = [
  {
    package: "@tensorflow/tfjs-backend-wasm@4.22.0",
    path: "wasm-out/tfjs-backend-wasm-simd.wasm",
  },
  { package: "@resvg/resvg-wasm@2.6.2", path: "index_bg.wasm" },
  { package: "@vladmandic/face-api@1.7.15", path: "model/tiny_face_detector_model.bin" },
  { package: "@vladmandic/face-api@1.7.15", path: "model/face_landmark_68_model.bin" },
];

/** Drawn faces to try the page with. */
const examples = ["man-1.png", "woman-1.png"];

/**
 * Bundles the programs and collects the files.
 *
 * @param folder for temporary files
 */
export async function pageParts(folder: string): Promise<PageParts> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>(), lastPart = /[^/]*$/;
  const engine = await bundleProgram("lib/browser/engine/engine_worker.ts", folder);
  files.set("engine.js", new TextEncoder().encode(engine));
  for (const asset of assets) files.set(lastPart.exec(asset.path)![0], await readAsset(asset));
  for (const name of examples) {
    files.set(name, await Deno.readFile(new URL(`fixtures/faces/${name}`, root)));
  }
  const models: PageContent["models"][number][] = [];
  for (const name of pretrainedNames) {
    const address = pretrainedAddress(name), file = lastPart.exec(address.pathname)![0];
    files.set(file, await Deno.readFile(address));
    models.push({
      name,
      file,
      pictures: pretrainedPictures(name),
      terms: pretrainedTerms(name),
      card: await modelCard(name),
    });
  }
  return {
    template: await Deno.readTextFile(new URL("index.html", page)),
    style: await Deno.readTextFile(new URL("style.css", page)),
    program: await bundleProgram("lib/browser/page/main.tsx", folder),
    serviceWorker: await bundleProgram("lib/browser/page/service_worker.ts", folder),
    content: { models, examples },
    files,
  };
}
