/**
 * What a page and its engine say to each other. The engine is the library in a worker: it answers calls
 * one by one, and tells what happens on the way by notices.
 *
 * @module
 */
import type { WantedBackend } from "../../backend/select_backend.ts";
import type { Config } from "../../config.ts";
import type { PresetName } from "../../presets.ts";
import type { Asset } from "../../read_asset.ts";
import type { PretrainedName } from "../../training/pretrained.ts";
import type { PictureFolder } from "../pack_pictures.ts";

/** A square picture, ready for a canvas. */
export interface Pixels {
  /** Side, in pixels. */
  readonly size: number;
  /** size * size * 4 bytes, rows from the top; alpha is 255. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** What the engine runs on. */
export interface EngineInfo {
  /** tfjs' name of the backend. */
  readonly name: "webgpu" | "wasm" | "cpu";
  /** One line for people: which backend, on what, and why. */
  readonly line: string;
  /** Whether threads can share memory here. */
  readonly threads: boolean;
}

/** A file of weights. */
export interface WeightsFile {
  /** Its name, for errors. */
  readonly name: string;
  /** The whole file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Set where the file is one that comes with the package, which is then verified. */
  readonly shipped?: PretrainedName;
}

/** What is known of a model. */
export interface ModelInfo {
  /** Whether it was made for aligned portraits, as far as its name tells. */
  readonly portraits: boolean;
  /** Its file's name, or that of the run in progress. */
  readonly name: string;
  /** Names of its domains. */
  readonly domains: readonly string[];
  /** Under what it was trained. */
  readonly config: Config;
  /** Numbers that were trained: of G, D and E. */
  readonly parameters: number;
}

/** Which model a call means: the one that was opened last, or the run in progress. */
export type ModelChoice = "opened" | "run";

/** A picture through a model. */
export interface Translated {
  /** G(E(x), c) with D's estimate of the source's own domain. */
  readonly reconstruction: Pixels;
  /** For each domain, the picture in it. */
  readonly translations: readonly Pixels[];
  /** For each domain, D's estimate that the source is of it; they sum to 1. */
  readonly estimate: readonly number[];
}

/** Where a z comes from. */
export type LatentSource =
  | { readonly kind: "random"; readonly seed: number }
  | { readonly kind: "picture"; readonly slot: Slot }
  | { readonly kind: "between"; readonly share: number };

/** Which picture: what is to be translated, or one of the two between which z goes. */
export type Slot = "source" | "a" | "b";

/** A z and where to draw it. */
export interface ExploreRequest {
  /** Whose G. */
  readonly model: ModelChoice;
  /** Where z comes from. */
  readonly from: LatentSource;
  /** Standard deviations to go along each leading direction. */
  readonly moves: readonly number[];
  /** Shares of the domains in c; they need not sum to 1, but not all may be 0. */
  readonly mix: readonly number[];
}

/** A z, drawn. */
export interface Explored {
  /** G(z, c) with the mixture of domains. */
  readonly mixed: Pixels;
  /** G(z, c) of each domain. */
  readonly each: readonly Pixels[];
}

/** The leading directions of z. */
export interface DirectionsInfo {
  /** Standard deviation along each, the largest first. */
  readonly deviations: readonly number[];
  /** Of what pictures they are, for people. */
  readonly of: string;
}

/** What to train on. */
export type TrainingData =
  | { readonly kind: "faces"; readonly train: number }
  | { readonly kind: "pictures"; readonly folders: readonly PictureFolder[] };

/** A run that is to begin. */
export interface RunRequest {
  /** What to train on. */
  readonly data: TrainingData;
  /** The starting point of its config. */
  readonly preset: PresetName;
  /** Fields that differ from the preset's. */
  readonly changes: Partial<Config>;
}

/** How far a run is. */
export interface RunInfo extends ModelInfo {
  /** Stage-1 steps done. */
  readonly step1: number;
  /** Stage-2 steps done. */
  readonly step2: number;
  /** Training images of each domain; none where a run was loaded without its images. */
  readonly counts: readonly number[];
  /** Files that were left out, and why. */
  readonly skipped: readonly string[];
}

/** A file to be saved. */
export interface SavedFile {
  /** Its name. */
  readonly name: string;
  /** Its content. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Each call of the engine: what it takes and what it answers. */
export interface EngineCalls {
  /** Starts a backend. It is to be called first, and once. */
  start(options: { backend: WantedBackend; threads?: number }): EngineInfo;
  /** Opens weights in place of those that were open; these stay if it fails. */
  openModel(file: WeightsFile): ModelInfo;
  /**
   * Decodes a picture into a slot and gives it back as the model sees it: its centre square, or with
   * `align` its largest face, upright, in the place where CelebA's pictures have it. Where there is no
   * face, the picture before stays.
   */
  setPicture(
    request: {
      slot: Slot;
      picture: Blob | ImageBitmap;
      model: ModelChoice;
      align?: boolean;
    },
  ): { readonly pixels: Pixels; readonly faces?: number };
  /** Translates the picture in the slot `source`. */
  translate(request: { model: ModelChoice; strength: number }): Translated;
  /** The picture as the bytes of a PNG, the same that `deno task translate` writes. */
  encodePng(picture: Pixels): Uint8Array<ArrayBuffer>;
  /** Finds the leading directions of z. */
  findDirections(request: { model: ModelChoice; count: number }): DirectionsInfo;
  /** Draws a z. */
  explore(request: ExploreRequest): Explored;
  /** Fixed z, one a row, each in every domain. */
  grid(request: { model: ModelChoice; seed: number; rows: number }): Pixels[][];
  /** Makes a run out of data; the run before is dropped. */
  beginRun(request: RunRequest): RunInfo;
  /** Goes on with a saved run; with data, it can also be trained. */
  loadRun(request: { file: WeightsFile; data?: TrainingData; changes?: Partial<Config> }): RunInfo;
  /** Trains until both stages are done or {@linkcode EngineCalls.pause} is called. */
  train(request: Record<never, never>): RunInfo;
  /** Ends training after the step in progress; nothing is lost. */
  pause(request: Record<never, never>): RunInfo;
  /** The whole run as a file, to go on with here or in Deno. */
  saveRun(request: Record<never, never>): SavedFile;
  /** Its networks alone as a file, for translation. */
  saveModel(request: Record<never, never>): SavedFile;
}

/** Name of a call. */
export type CallName = keyof EngineCalls;
/** What a call takes. */
export type Argument<N extends CallName> = Parameters<EngineCalls[N]>[0];
/** What a call answers. */
export type Answer<N extends CallName> = ReturnType<EngineCalls[N]>;

/** What the page sends. */
export type ToEngine =
  | {
    [N in CallName]: { readonly id: number; readonly call: N; readonly argument: Argument<N> };
  }[CallName]
  | { readonly asset: number; readonly bytes?: Uint8Array<ArrayBuffer> };

/** What the engine tells without being asked. */
export type Notice =
  | {
    readonly kind: "progress";
    readonly of: string;
    readonly done: number;
    readonly total: number;
  }
  | {
    readonly kind: "trained";
    readonly stage: 1 | 2;
    readonly step: number;
    readonly steps: number;
    readonly losses: Readonly<Record<string, number>> | null;
    readonly imagesPerSecond: number;
    /** Seconds that the rest of this stage will take at this speed. */
    readonly left: number;
  }
  | { readonly kind: "samples"; readonly step: number; readonly rows: readonly Pixels[][] }
  /** The run as it is now, so that the page has it should the engine stop. */
  | {
    readonly kind: "kept";
    readonly file: SavedFile;
    readonly step1: number;
    readonly step2: number;
  }
  | { readonly kind: "deviceLost"; readonly reason: string };

/** What the engine sends. */
export type FromEngine =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } }
  | { readonly notice: Notice }
  /** The engine runs, and holds the lock of its name until it ends, for whatever reason. */
  | { readonly holds: string }
  /** The engine needs a file of a package. */
  | { readonly wants: Asset; readonly asset: number };
