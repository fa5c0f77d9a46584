/**
 * A safetensors file array by array, so that its header can be judged before its data take memory.
 *
 * @module
 */
import {
  decodeHeader,
  headerLength,
  PREFIX,
  type SafeEntry,
  type SafeHeader,
} from "./safetensors_header.ts";

/** A file whose header was read and found sound. */
export interface SafeReader extends Disposable {
  /** What it holds. */
  readonly header: SafeHeader;
  /** Reads one array: row-major, in memory of its own, F16 widened. */
  read(name: string): Float32Array<ArrayBuffer>;
}

/**
 * Reads from memory.
 *
 * @param bytes the whole file
 * @throws TypeError if it is not a safetensors file, is cut short, or holds other dtypes
 */
export function readerOfBytes(bytes: Uint8Array): SafeReader {
  const length = headerLength(bytes.subarray(0, PREFIX), bytes.length);
  const data = bytes.subarray(PREFIX + length);
  const header = decodeHeader(bytes.subarray(PREFIX, PREFIX + length), data.length);
  return {
    header,
    read: (name) => {
      const entry = header.entries[name];
      return widened(entry, data.slice(...entry.data_offsets).buffer);
    },
    [Symbol.dispose]: () => {},
  };
}

/**
 * Opens a file and reads its header alone.
 *
 * @param path the file
 * @returns a reader; dispose of it, which closes the file
 * @throws TypeError as {@linkcode readerOfBytes} does; the system's error if it cannot be read
 */
export async function openSafetensors(path: string): Promise<SafeReader> {
  const file = await Deno.open(path);
  try {
    const { size } = await file.stat();
    const length = headerLength(readAt(file, 0, Math.min(PREFIX, size)), size);
    const header = decodeHeader(readAt(file, PREFIX, length), size - PREFIX - length);
    return {
      header,
      read: (name) => {
        const entry = header.entries[name], [start, end] = entry.data_offsets;
        return widened(entry, readAt(file, PREFIX + length + start, end - start).buffer);
      },
      [Symbol.dispose]: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function readAt(file: Deno.FsFile, position: number, count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count);
  file.seekSync(position, Deno.SeekMode.Start);
  for (let done = 0; done < count;) {
    const read = file.readSync(bytes.subarray(done));
    // Only a file that is cut short while it is being read.
    if (!read) throw new TypeError("Not a readable safetensors file: it became shorter");
    done += read;
  }
  return bytes;
}

const widened = ({ dtype }: SafeEntry, bytes: ArrayBuffer): Float32Array<ArrayBuffer> =>
  dtype === "F32" ? new Float32Array(bytes) : new Float32Array(new Float16Array(bytes));
