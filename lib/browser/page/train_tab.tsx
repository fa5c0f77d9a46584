/** @jsxImportSource preact */
/**
 * Train: both stages, live.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { createConfig, type PresetName, presetNames } from "../../presets.ts";
import type { Notice, Pixels, RunInfo, TrainingData } from "../engine/messages.ts";
import type { PictureFolder } from "../pack_pictures.ts";
import { ChooseFiles } from "./choose_files.tsx";
import { PictureGrid } from "./explore_tab.tsx";
import { LossPlot, type LossPoint } from "./loss_plot.tsx";
import { NumberField } from "./number_field.tsx";
import { saveFile } from "./save_file.ts";
import type { Engine } from "./use_engine.ts";

type Progress = Extract<Notice, { kind: "trained" }>;

/** Faces of each domain that are drawn where none are said. */
const FACES = 2000;

/** Train: both stages, live. */
export function TrainTab({ engine }: { engine: Engine }): JSX.Element {
  const { call, kept } = engine;
  const [own, setOwn] = useState(false);
  const [folders, setFolders] = useState<readonly PictureFolder[]>([]);
  const [faces, setFaces] = useState(FACES);
  const [preset, setPreset] = useState<PresetName>("tiny");
  const [changes, setChanges] = useState<{ steps1?: number; steps2?: number; seed?: number }>({});
  const [run, setRun] = useState<RunInfo>();
  const [training, setTraining] = useState(false);
  const [busy, setBusy] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [points, setPoints] = useState<readonly LossPoint[]>([]);
  const [samples, setSamples] = useState<readonly (readonly Pixels[])[]>();
  const [saved, setSaved] = useState(true);
  const lastData = useRef<TrainingData | undefined>(undefined),
    firstSteps = useRef(0),
    stopping = useRef(false);

  useEffect(() =>
    engine.listen((notice) => {
      if (notice.kind === "samples") setSamples(notice.rows);
      if (notice.kind !== "trained") return;
      setProgress(notice);
      setSaved(false);
      const { losses, stage, step } = notice;
      if (losses) {
        const at = step + (stage === 2 ? firstSteps.current : 0);
        setPoints((points) => [...points, { at, losses }]);
      }
    }), []);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (!saved) event.preventDefault();
    };
    globalThis.addEventListener("beforeunload", ask);
    return () => globalThis.removeEventListener("beforeunload", ask);
  }, [saved]);

  useEffect(() => {
    if (!engine.ended) return;
    setTraining(false);
    setRun(undefined);
  }, [engine.ended]);

  const base = createConfig(preset);
  const data: TrainingData = own ? { kind: "pictures", folders } : { kind: "faces", train: faces };

  const take = (info: RunInfo | undefined): RunInfo | undefined => {
    if (!info) return;
    firstSteps.current = info.config.steps1;
    setRun(info);
    engine.setRun(info);
    return info;
  };
  const go = async () => {
    setTraining(true);
    take(await call("train", {}));
    setTraining(false);
    if (stopping.current) setRun(undefined);
    stopping.current = false;
  };
  /** Ends the run here; the page keeps it as it is. */
  const stop = async () => {
    if (training) {
      stopping.current = true;
      return void await call("pause", {}); // hands the run over
    }
    const file = await call("saveRun", {});
    if (file && run) engine.keep({ file, step1: run.step1, step2: run.step2 });
    if (file) setRun(undefined);
  };
  const whileBusy = async <T,>(work: () => Promise<T>): Promise<T> => {
    setBusy(true);
    try {
      return await work();
    } finally {
      setBusy(false);
    }
  };
  const begin = () =>
    whileBusy(async () => {
      lastData.current = data;
      const info = take(await call("beginRun", { data, preset, changes }));
      if (!info) return;
      setPoints([]);
      setProgress(undefined);
      void go();
    });
  const load = (name: string, bytes: Uint8Array<ArrayBuffer>, data?: TrainingData) =>
    whileBusy(async () => {
      lastData.current = data;
      const info = take(await call("loadRun", { file: { name, bytes }, data }));
      if (!info) return;
      setPoints([]);
      setProgress(undefined);
    });
  const save = async (what: "saveRun" | "saveModel") => {
    const file = await call(what, {});
    if (!file) return;
    saveFile(file.name, file.bytes);
    if (what === "saveRun") setSaved(true);
  };
  const done = run && run.step1 >= run.config.steps1 && run.step2 >= run.config.steps2;

  return (
    <div class="columns">
      <section class="controls" aria-label="What to train">
        <fieldset disabled={training || busy}>
          <legend>Pictures</legend>
          <label class="choice">
            <input type="radio" name="data" checked={!own} onChange={() => setOwn(false)} />
            Drawn faces of men and women
          </label>
          <label class="choice">
            <input type="radio" name="data" checked={own} onChange={() => setOwn(true)} />
            Two folders of your own
          </label>
          {own
            ? [0, 1].map((c) => (
              <ChooseFiles
                key={c}
                folder
                label={folders[c] ? `Folder ${c + 1}: ${folders[c].domain}` : `Folder ${c + 1}`}
                hint={folders[c]
                  ? `${folders[c].files.length} files`
                  : "The folder's name becomes the domain's. Files in folders within it are left out."}
                onFiles={(files, folder = `domain ${c + 1}`) =>
                  setFolders(
                    [0, 1].flatMap((i) => i === c ? [{ domain: folder, files }] : folders[i] ?? []),
                  )}
              />
            ))
            : (
              <NumberField
                label="Faces of each domain"
                value={faces}
                min={100}
                max={20000}
                onValue={(value) => setFaces(value ?? FACES)}
              />
            )}
        </fieldset>
        <fieldset disabled={training || busy}>
          <legend>Training</legend>
          <label class="field">
            Preset
            <select
              aria-label="Preset"
              value={preset}
              onChange={(event) => {
                setPreset(event.currentTarget.value as PresetName);
                setChanges({ seed: changes.seed });
              }}
            >
              {presetNames.toReversed().map((name) => (
                <option key={name} value={name}>{name}</option>
              ))}
            </select>
          </label>
          {(["steps1", "steps2", "seed"] as const).map((key) => (
            <NumberField
              key={key}
              label={{ steps1: "Steps of stage 1", steps2: "Steps of stage 2", seed: "Seed" }[key]}
              value={changes[key] ?? base[key]}
              min={key === "seed" ? 0 : 1}
              onValue={(value) => setChanges({ ...changes, [key]: value })}
            />
          ))}
          <button
            type="button"
            class="main"
            onClick={begin}
            disabled={!engine.info || (own && folders.length < 2)}
          >
            {run ? "Begin another run" : "Begin"}
          </button>
        </fieldset>
        <fieldset disabled={training || busy}>
          <legend>Go on with a saved run</legend>
          <ChooseFiles
            label="A run's .safetensors"
            hint="Choose its pictures above first. Deno's last.safetensors will do."
            accept=".safetensors"
            onFiles={async ([file]) =>
              load(file.name, new Uint8Array(await file.arrayBuffer()), data)}
          />
        </fieldset>
      </section>
      <section aria-label="The run">
        <div class="buttons">
          <button
            type="button"
            disabled={!run || busy || !!done || !run.counts.length}
            onClick={() => training ? void call("pause", {}) : void go()}
          >
            {training ? "Pause" : "Go on"}
          </button>
          <button type="button" disabled={!run || busy} onClick={stop}>Stop</button>
          <button type="button" disabled={!run} onClick={() => engine.choose("run")}>
            Use it in Translate and Explore
          </button>
          <button type="button" disabled={!run} onClick={() => save("saveRun")}>
            Save the run
          </button>
          <button type="button" disabled={!run} onClick={() => save("saveModel")}>
            Save for translation
          </button>
          <button
            type="button"
            disabled={!points.length}
            onClick={() => saveFile("losses.csv", new TextEncoder().encode(lossTable(points)))}
          >
            Save the losses
          </button>
          {!run && kept && (
            <button
              type="button"
              onClick={() => saveFile(kept.file.name, kept.file.bytes)}
            >
              Save the run as of step {kept.step1 + kept.step2}
            </button>
          )}
          {!engine.ended && !run && kept && lastData.current && (
            <button
              type="button"
              disabled={!engine.info || busy}
              onClick={() => load(kept.file.name, kept.file.bytes, lastData.current)}
            >
              Go on from step {kept.step1 + kept.step2}
            </button>
          )}
        </div>
        {run && <RunLine run={run} progress={progress} training={training} />}
        {run && run.skipped.length > 0 && (
          <details>
            <summary>{run.skipped.length} files were left out</summary>
            <ul>{run.skipped.map((line) => <li key={line}>{line}</li>)}</ul>
          </details>
        )}
        {points.length > 0 && <LossPlot points={points} />}
        {run && samples && (
          <>
            <h3>Fixed z, one a row</h3>
            <PictureGrid rows={samples} domains={run.domains} />
          </>
        )}
        {!run && (
          <p class="hint">
            Training runs in this tab, on this machine. <q>tiny</q>{" "}
            takes minutes on a CPU; the others want a graphics processor.
          </p>
        )}
      </section>
    </div>
  );
}

/** Losses as a table that spreadsheets read: a row a step. */
function lossTable(points: readonly LossPoint[]): string {
  const names = [...new Set(points.flatMap(({ losses }) => Object.keys(losses)))];
  const rows = points.map(({ at, losses }) => [at, ...names.map((name) => losses[name] ?? "")]);
  return [["step", ...names], ...rows].map((row) => row.join(",")).join("\n") + "\n";
}

/** How far a run is, in words and as a bar. */
function RunLine(
  { run, progress, training }: { run: RunInfo; progress?: Progress; training: boolean },
): JSX.Element {
  const { steps1, steps2 } = run.config;
  const done = progress
    ? progress.step + (progress.stage === 2 ? steps1 : 0)
    : run.step1 + run.step2;
  const parts = [
    progress
      ? `Stage ${progress.stage}, step ${progress.step} of ${progress.steps}`
      : `Step ${done}`,
    ...progress && training
      ? [
        `${Math.round(progress.imagesPerSecond)} images a second`,
        `${timeText(progress.left)} left`,
      ]
      : [],
  ];
  return (
    <div class="progress">
      <progress value={done} max={steps1 + steps2} aria-label="Steps of both stages" />
      <span data-testid="progress">
        {parts.join(", ")}
        {training ? "" : done >= steps1 + steps2 ? ". Done." : ". Paused."}
      </span>
    </div>
  );
}

function timeText(seconds: number): string {
  if (!Number.isFinite(seconds)) return "unknown time";
  const minutes = Math.round(seconds / 60);
  return seconds < 90
    ? `${Math.ceil(seconds)} s`
    : minutes < 90
    ? `${minutes} min`
    : `${Math.round(minutes / 60)} h`;
}
