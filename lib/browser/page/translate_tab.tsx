/** @jsxImportSource preact */
/**
 * Translate: a picture in, the picture in every domain out.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ModelInfo, Pixels, Translated } from "../engine/messages.ts";
import { Camera } from "./camera.tsx";
import { ChooseFiles } from "./choose_files.tsx";
import { capital, ModelChoice, shippedModel } from "./model_choice.tsx";
import { pageContent, readPageFile } from "./page_files.ts";
import { Picture } from "./picture.tsx";
import { saveFile } from "./save_file.ts";
import { Slider } from "./slider.tsx";
import type { Engine } from "./use_engine.ts";
import { useLatest } from "./use_latest.ts";

/** Milliseconds after which the page says that it is at work. */
const SLOW = 400;

/** What is translated. */
interface Source {
  /** The file's name without its ending. */
  readonly name: string;
  readonly picture: Blob | ImageBitmap;
  /** Whether it is one of the page's drawn faces, which need no alignment. */
  readonly example?: boolean;
}

/** Translate: a picture in, the picture in every domain out. */
export function TranslateTab({ engine, model }: { engine: Engine; model: ModelInfo }): JSX.Element {
  const [given, setGiven] = useState<Source>();
  const [source, setSource] = useState<Pixels>();
  const [result, setResult] = useState<Translated>();
  const [strength, setStrength] = useState(1);
  const [align, setAlign] = useState(model.portraits);
  const [faces, setFaces] = useState<number>();
  const [slow, setSlow] = useState(false);
  const { choice } = engine, shipped = shippedModel(engine, model);
  const portraits = pageContent.models.find(({ name }) => name.startsWith("portraits"));

  const render = async (strength: number) => {
    const late = setTimeout(() => setSlow(true), SLOW);
    const answer = await engine.call("translate", { model: choice, strength });
    clearTimeout(late);
    setSlow(false);
    if (answer) setResult(answer);
  };
  const update = useLatest(render);
  const take = useLatest(async (taken: Source & { align?: boolean }) => {
    const { picture, example = false } = taken, look = !example && (taken.align ?? align);
    const request = { slot: "source", picture, model: choice, align: look } as const;
    const answer = await engine.call("setPicture", request);
    if (!answer) return;
    setSource(answer.pixels);
    setFaces(answer.faces);
    setGiven(taken);
    await render(strength);
  });
  const takeExample = async (file: string) =>
    take({ name: stem(file), picture: new Blob([await readPageFile(file)]), example: true });

  // A model that has just been opened shows what it does: on the same picture, or on a drawn face if
  // it is not of photographs.
  useEffect(() => {
    setResult(undefined);
    setAlign(model.portraits);
    if (given?.picture instanceof Blob && !(given.example && model.portraits)) {
      take({ ...given, align: model.portraits });
    } else if (model.portraits) { // a frame of the camera is gone, and the next one comes by itself
      setGiven(undefined);
      setSource(undefined);
      setFaces(undefined);
    } else if (pageContent.examples.length) takeExample(pageContent.examples[0]);
  }, [model]);

  const download = async (pixels: Pixels, domain: string) => {
    const bytes = await engine.call("encodePng", pixels);
    if (bytes) saveFile(`${given?.name}-${domain}.png`, bytes);
  };

  const advice = () => {
    if (slow) return "The picture is being translated. The first one takes the longest.";
    if (!source && model.portraits) return "Choose a photograph of a face, or use the camera.";
    if (!given || given.example || !shipped || !portraits || model.portraits) return "";
    return `${shipped.name} has seen nothing but ${shipped.pictures}, and draws one whatever it is ` +
      `given. If this is a photograph of a face, choose “${capital(portraits.pictures)}” above.`;
  };

  return (
    <>
      <div class="inputs">
        <ModelChoice engine={engine} model={model} />
        <ChooseFiles
          label="Choose a picture, or drop one here"
          hint={`It stays on this machine. Its ${
            align ? "largest face" : "centre square"
          } is used.`}
          accept="image/*"
          onFiles={([file]) => take({ name: stem(file.name), picture: file })}
        />
        <div class="buttons">
          {!model.portraits && pageContent.examples.map((file) => (
            <button
              key={file}
              type="button"
              onClick={() => takeExample(file)}
            >
              Try {stem(file)}
            </button>
          ))}
          <Camera onFrame={(picture) => take({ name: "camera", picture })} onFault={engine.say} />
        </div>
        <label class="choice">
          <input
            type="checkbox"
            checked={align}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              setAlign(checked);
              if (given?.picture instanceof Blob) take({ ...given, align: checked });
            }}
          />
          Find and align the face (for models of photographed portraits)
        </label>
        <Slider
          label="Strength"
          min={0}
          max={2}
          step={0.05}
          value={strength}
          onValue={(value) => {
            setStrength(value);
            if (source) update(value);
          }}
        />
      </div>
      <p role="status" class="hint">{advice()}</p>
      <div
        class={model.portraits ? "pictures smooth" : "pictures"}
        aria-busy={slow ? "true" : "false"}
      >
        <Picture pixels={source} label="source">
          {given && <span class="hint">{given.name}</span>}
        </Picture>
        <Picture pixels={result?.reconstruction} label="reconstruction" />
        {model.domains.map((domain, c) => {
          const pixels = result?.translations[c];
          return (
            <Picture key={domain} pixels={pixels} label={domain}>
              <button
                type="button"
                disabled={!pixels}
                onClick={() => pixels && download(pixels, domain)}
                aria-label={`Download ${domain} as PNG`}
              >
                Download PNG
              </button>
            </Picture>
          );
        })}
      </div>
      {result && <p class="hint">{estimateText(model, result.estimate)}</p>}
      {faces !== undefined && faces > 1 && (
        <p class="hint">{faces} faces were found, and the largest is used.</p>
      )}
    </>
  );
}

const stem = (file: string) => file.replace(/^.*\//, "").replace(/\.[^.]+$/, "");

function estimateText({ domains }: ModelInfo, estimate: readonly number[]): string {
  const shares = domains.map((domain, c) => `${domain} ${Math.round(estimate[c] * 100)} %`);
  return `The model takes the source for: ${shares.join(", ")}.`;
}
