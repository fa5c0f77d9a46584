/**
 * Work for a slider: never two at a time, and none for a value that is old.
 *
 * @module
 */
/// <reference lib="dom" />
import { useRef } from "preact/hooks";

/**
 * A function that works one call after the other. A call that comes while one is under way waits, and
 * takes the place of any other that waits.
 *
 * @param work the latest of it is used
 */
export function useLatest<T>(work: (value: T) => Promise<void>): (value: T) => void {
  const current = useRef(work),
    busy = useRef(false),
    waiting = useRef<{ value: T } | undefined>(undefined);
  current.current = work;
  const run = useRef(async (value: T) => {
    waiting.current = { value };
    if (busy.current) return;
    busy.current = true;
    try {
      while (waiting.current) {
        const next = waiting.current;
        waiting.current = undefined;
        await current.current(next.value);
      }
    } finally {
      busy.current = false;
    }
  });
  return (value) => void run.current(value);
}
