/**
 * The engine as the page's components see it.
 *
 * @module
 */
/// <reference lib="dom" />
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { WantedBackend } from "../../backend/select_backend.ts";
import { type EngineClient, EngineEndedError } from "../engine/engine_client.ts";
import type {
  Answer,
  Argument,
  CallName,
  EngineInfo,
  ModelChoice,
  ModelInfo,
  Notice,
  SavedFile,
  WeightsFile,
} from "../engine/messages.ts";
import { pageContent, readPageFile } from "./page_files.ts";
import { startEngine } from "./start_engine.ts";

/** A run as it was when the engine last handed it over. */
export interface KeptRun {
  readonly file: SavedFile;
  readonly step1: number;
  readonly step2: number;
}

/** The engine, and what the page knows of it. */
export interface Engine {
  /** What it runs on; undefined until it has started. */
  readonly info?: EngineInfo;
  /** What it is doing, for people; undefined if nothing that takes long. */
  readonly doing?: string;
  /** One sentence on what went wrong last. */
  readonly fault?: string;
  /** Whether it answers no more. */
  readonly ended: boolean;
  /** The model that was opened last. */
  readonly model?: ModelInfo;
  /** The run in progress. */
  readonly runModel?: ModelInfo;
  /** Which of the two is looked at. */
  readonly choice: ModelChoice;
  /** The run as it was last handed over. */
  readonly kept?: KeptRun;
  /** Calls the engine; undefined where it failed, which the page then says. */
  call<N extends CallName>(call: N, argument: Argument<N>): Promise<Answer<N> | undefined>;
  /** Opens weights. */
  open(file: WeightsFile): Promise<void>;
  /** Chooses which model is looked at. */
  choose(choice: ModelChoice): void;
  /** Tells the page of the run in progress. */
  setRun(run: ModelInfo | undefined): void;
  /** Keeps a run as it is now. */
  keep(run: KeptRun): void;
  /** Says what went wrong, or that it is over. */
  say(fault: string | undefined): void;
  /** Starts another engine after one that ended. */
  restart(): void;
  /** Asks for every notice. */
  listen(listener: (notice: Notice) => void): () => void;
}

/** What the address of the page asks for: `?backend=wasm&threads=1`. */
function wantedEngine(): { backend: WantedBackend; threads?: number } {
  const query = new URLSearchParams(location.search), threads = Number(query.get("threads"));
  const backend = (query.get("backend") ?? "auto") as WantedBackend;
  return { backend, threads: threads > 0 ? threads : undefined };
}

/** Starts an engine with the page and opens the first of the weights that came with it. */
export function useEngine(): Engine {
  const [info, setInfo] = useState<EngineInfo>();
  const [doing, setDoing] = useState<string | undefined>("Starting the engine");
  const [fault, say] = useState<string>();
  const [ended, setEnded] = useState(false);
  const [model, setModel] = useState<ModelInfo>();
  const [runModel, setRun] = useState<ModelInfo>();
  const [choice, choose] = useState<ModelChoice>("opened");
  const [kept, setKept] = useState<KeptRun>();
  const [round, setRound] = useState(0);
  const client = useRef<Promise<EngineClient> | undefined>(undefined);
  const listeners = useRef(new Set<(notice: Notice) => void>());
  const opened = useRef<WeightsFile | undefined>(undefined);

  const call = useCallback(
    async <N extends CallName>(name: N, argument: Argument<N>): Promise<Answer<N> | undefined> => {
      try {
        const answer = await (await client.current!).call(name, argument);
        say(undefined);
        return answer;
      } catch (error) {
        // That the engine has ended is said once, by the engine's end.
        if (!(error instanceof EngineEndedError)) say((error as Error).message);
      }
    },
    [],
  );

  const open = useCallback(async (file: WeightsFile) => {
    setDoing(`Opening ${file.name}`);
    const answer = await call("openModel", file);
    setDoing(undefined);
    if (!answer) return;
    opened.current = file;
    setModel(answer);
    choose("opened");
  }, []);

  useEffect(() => {
    const onNotice = (notice: Notice) => {
      if (notice.kind === "kept") setKept(notice);
      if (notice.kind === "progress") {
        const over = notice.done >= notice.total;
        setDoing(over ? undefined : `Reading ${notice.of}: ${notice.done} of ${notice.total}`);
      }
      if (notice.kind === "deviceLost") {
        client.current?.then((engine) =>
          engine.end(`The graphics processor was lost (${notice.reason})`)
        );
      }
      listeners.current.forEach((listener) => listener(notice));
    };
    const onEnd = (reason: string) => {
      say(reason);
      setDoing(undefined);
      setEnded(true);
    };
    const starting = startEngine({ onNotice, onEnd });
    client.current = starting;
    (async () => {
      const file = opened.current ?? await firstWeights();
      const started = await call("start", wantedEngine());
      setDoing(undefined);
      if (!started) return;
      setInfo(started);
      if (file) await open(file);
    })().catch((error) => say(error.message));
    return () => void starting.then((engine) => engine.end("The page was left"));
  }, [round]);

  const restart = () => {
    setEnded(false);
    setInfo(undefined);
    setRun(undefined);
    choose("opened");
    say(undefined);
    setDoing("Starting the engine");
    setRound(round + 1);
  };
  const listen = useCallback((listener: (notice: Notice) => void) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);

  return {
    info,
    doing,
    fault,
    ended,
    model,
    runModel,
    choice,
    kept,
    call,
    open,
    choose,
    setRun,
    keep: setKept,
    say,
    restart,
    listen,
  };
}

/** The weights that are opened at the start. */
async function firstWeights(): Promise<WeightsFile | undefined> {
  const [first] = pageContent.models;
  return first && await shippedWeights(first.name);
}

/** Weights that came with the page. */
export async function shippedWeights(name: string): Promise<WeightsFile> {
  const { file } = pageContent.models.find((model) => model.name === name)!;
  return { name, bytes: await readPageFile(file), shipped: name as WeightsFile["shipped"] };
}
