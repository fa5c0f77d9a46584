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
import { pageContent, readPageFile } from "./page_files.ts";
import { Picture } from "./picture.tsx";
import { saveFile } from "./save_file.ts";
import { Slider } from "./slider.tsx";
import type { Engine } from "./use_engine.ts";
import { useLatest } from "./use_latest.ts";

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
  const { choice } = engine;

  const render = async (strength: number) => {
    const answer = await engine.call("translate", { model: choice, strength });
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

  // A model that has just been opened shows what it does, on the same picture or on a drawn face.
  useEffect(() => {
    setResult(undefined);
    // A frame of the camera is gone, and the next one comes by itself.
    setAlign(model.portraits);
    if (given?.picture instanceof Blob) take({ ...given, align: model.portraits });
    else if (pageContent.examples.length) takeExample(pageContent.examples[0]);
  }, [model]);

  const download = async (pixels: Pixels, domain: string) => {
    const bytes = await engine.call("encodePng", pixels);
    if (bytes) saveFile(`${given?.name}-${domain}.png`, bytes);
  };

  return (
    <>
      <div class="inputs">
        <ChooseFiles
          label="Choose a picture, or drop one here"
          hint="It stays on this machine. Its centre square is used."
          accept="image/*"
          onFiles={([file]) => take({ name: stem(file.name), picture: file })}
        />
        <div class="buttons">
          {pageContent.examples.map((file) => (
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
      <div class="pictures" aria-busy={source && !result ? "true" : "false"}>
        <Picture pixels={source} label="source" />
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
