/** @jsxImportSource preact */
/**
 * Files from the user: chosen, or dropped onto a field.
 *
 * @module
 */
/// <reference lib="dom" />
import type { JSX } from "preact";
import { useId, useState } from "preact/hooks";
import { droppedFiles } from "./dropped_files.ts";

/** What {@linkcode ChooseFiles} needs. */
export interface ChooseFilesProps {
  readonly label: string;
  /** What is said below the label. */
  readonly hint: string;
  /** What the browser offers first, as in `accept` of an input. */
  readonly accept?: string;
  /** Whether a folder is chosen, with all files directly in it. */
  readonly folder?: boolean;
  readonly disabled?: boolean;
  /** Given the files, and the folder's name where it is known. */
  readonly onFiles: (files: readonly File[], folder?: string) => void;
}

/** A field to drop files onto, which also opens the browser's own dialog. */
export function ChooseFiles(props: ChooseFilesProps): JSX.Element {
  const { label, hint, accept, folder = false, disabled, onFiles } = props, id = useId();
  const [over, setOver] = useState(false);
  const choose = (input: HTMLInputElement) => {
    const files = [...input.files ?? []].filter(isDirect);
    if (files.length) onFiles(files, files[0].webkitRelativePath.split("/")[0] || undefined);
    input.value = ""; // the same file can be chosen again
  };
  return (
    <div
      class={over ? "drop over" : "drop"}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={async (event) => {
        event.preventDefault();
        setOver(false);
        if (disabled) return;
        const { files, folder: name } = await droppedFiles(event.dataTransfer!);
        if (files.length) onFiles(files, name);
      }}
    >
      <label for={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={disabled}
        multiple={folder}
        ref={(input) => {
          if (input) input.webkitdirectory = folder;
        }}
        aria-describedby={`${id}-hint`}
        onChange={(event) => choose(event.currentTarget)}
      />
      <span id={`${id}-hint`} class="hint">{hint}</span>
    </div>
  );
}

/** Whether a file lies directly in the folder that was chosen. */
const isDirect = ({ webkitRelativePath }: File) => webkitRelativePath.split("/").length <= 2;
