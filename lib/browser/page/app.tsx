/** @jsxImportSource preact */
/**
 * The page: four tabs over one engine.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { ModelChoice } from "../engine/messages.ts";
import { ExploreTab } from "./explore_tab.tsx";
import { ModelsTab, openFile } from "./models_tab.tsx";
import { droppedFiles } from "./dropped_files.ts";
import { TrainTab } from "./train_tab.tsx";
import { TranslateTab } from "./translate_tab.tsx";
import { type Engine, useEngine } from "./use_engine.ts";

const tabs = ["Translate", "Explore", "Train", "Models"] as const;
type Tab = typeof tabs[number];

/** The page: four tabs over one engine. */
export function App(): JSX.Element {
  const engine = useEngine(), [tab, setTab] = useState<Tab>("Translate");
  const model = engine.choice === "run" ? engine.runModel : engine.model;
  return (
    <div
      onDragOver={(event) => event.preventDefault()}
      onDrop={async (event) => {
        if (event.defaultPrevented) return; // a field has taken it
        event.preventDefault();
        const { files: [file] } = await droppedFiles(event.dataTransfer!);
        if (file?.name.endsWith(".safetensors")) await openFile(engine, file);
      }}
    >
      <header>
        <h1>im2im</h1>
        <p>Pictures of one kind into another, in this page. Nothing leaves this machine.</p>
        <Status engine={engine} />
      </header>
      <TabList tab={tab} onTab={setTab} />
      <main>
        {tabs.map((name) => (
          <div
            key={name}
            role="tabpanel"
            id={`panel-${name}`}
            aria-labelledby={`tab-${name}`}
            hidden={tab !== name}
          >
            {name === "Train" && <TrainTab engine={engine} />}
            {name === "Models" && <ModelsTab engine={engine} model={model} />}
            {name === "Translate" &&
              (model
                ? <TranslateTab engine={engine} model={model} />
                : <NoModel engine={engine} />)}
            {name === "Explore" && (model
              ? <ExploreTab engine={engine} model={model} shown={tab === name} />
              : <NoModel engine={engine} />)}
          </div>
        ))}
      </main>
    </div>
  );
}

const NoModel = ({ engine }: { engine: Engine }) => (
  <p class="hint">{engine.ended ? "The engine has ended." : "The weights are being opened."}</p>
);

/** What the engine runs on, what it does, what went wrong, and which model is looked at. */
function Status({ engine }: { engine: Engine }): JSX.Element {
  const { info, doing, fault, ended, model, runModel, choice } = engine;
  return (
    <>
      <p role="status" class="status">
        {info ? info.line : "The engine is starting."}
        {info?.name === "wasm" && !info.threads && ` ${whyAlone()}`}
        {doing && <span class="doing">{doing}…</span>}
      </p>
      {fault !== undefined && (
        <p role="alert" class="fault">
          {fault}
          {ended && <button type="button" onClick={engine.restart}>Start the engine again</button>}
          {!ended && <button type="button" onClick={() => engine.say(undefined)}>Dismiss</button>}
        </p>
      )}
      {model && runModel && (
        <label class="field">
          Model
          <select
            aria-label="Model"
            value={choice}
            onChange={(event) => engine.choose(event.currentTarget.value as ModelChoice)}
          >
            <option value="opened">{model.name}</option>
            <option value="run">{runModel.name}</option>
          </select>
        </label>
      )}
    </>
  );
}

function whyAlone(): string {
  return location.protocol === "file:"
    ? "A page from a file has one thread."
    : "This host sends no headers for threads, so one thread runs.";
}

/** The tabs' names: arrow keys go from one to the next. */
function TabList({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent) => {
    const at = tabs.indexOf(tab), last = tabs.length - 1;
    const places: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const next = places[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onTab(tabs[next]);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next].focus();
  };
  return (
    <div role="tablist" aria-label="What to do" ref={list} onKeyDown={go}>
      {tabs.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          aria-controls={`panel-${name}`}
          aria-selected={tab === name ? "true" : "false"}
          tabIndex={tab === name ? 0 : -1}
          onClick={() => onTab(name)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
