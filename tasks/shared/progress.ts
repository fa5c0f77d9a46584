/**
 * Progress of a task, as a bar on a terminal, and elsewhere as a plain line now and then.
 *
 * @module
 */
import cliProgress from "cli-progress";

/** Seconds between plain lines. */
const LINE_EVERY = 10;

/** Shows one piece of work. */
export interface Progress {
  /** Shows that `done` steps are done, with a few words beside. */
  update(done: number, text?: string): void;
  /** Says something once, on a line of its own that stays. */
  say(line: string): void;
  /** Ends it; what was shown last stays. */
  stop(): void;
}

/** What is shown of one piece of work. */
export interface ProgressOptions {
  /** What it is, e.g. "Stage 1". */
  readonly label: string;
  /** Steps in all. */
  readonly total: number;
  /** Steps that were done before. */
  readonly from?: number;
  /** Where the plain lines go; stdout if left out. */
  readonly print?: (line: string) => void;
  /** Whether to draw a bar; if left out, whether stdout is a terminal. */
  readonly bar?: boolean;
}

/** Starts to show a piece of work. */
export function startProgress(options: ProgressOptions): Progress {
  return options.bar ?? Deno.stdout.isTerminal() ? startBar(options) : startLines(options);
}

function startBar({ label, total, from = 0 }: ProgressOptions): Progress {
  const bar = new cliProgress.SingleBar({
    format: `${label} [{bar}] {value}/{total}  {left}  {text}`,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    // The task itself handles Ctrl-C.
    gracefulExit: false,
  }, cliProgress.Presets.legacy);
  const clock = startClock(from);
  bar.start(total, from, { left: "", text: "" });
  return {
    update: (done, text = "") => bar.update(done, { left: timeLeft(clock, done, total), text }),
    // The bar is drawn anew below, at its next update.
    say: (line) => console.log(`\r\x1b[K${line}`),
    stop: () => bar.stop(),
  };
}

function startLines({ label, total, from = 0, print = console.log }: ProgressOptions): Progress {
  const clock = startClock(from);
  let printed = performance.now(), last = "";
  const show = () => {
    if (last) print(last);
    last = "";
    printed = performance.now();
  };
  return {
    update(done, text = "") {
      last = [`${label} ${done}/${total}`, timeLeft(clock, done, total), text].filter(Boolean)
        .join("  ");
      if (performance.now() - printed >= LINE_EVERY * 1000 || done === total) show();
    },
    say: print,
    stop: show,
  };
}

interface Clock {
  readonly from: number;
  readonly start: number;
}

const startClock = (from: number): Clock => ({ from, start: performance.now() });

/** Time left at the mean speed so far, as text; none before the first step. */
function timeLeft({ from, start }: Clock, done: number, total: number): string {
  if (done <= from) return "";
  const seconds = (performance.now() - start) / 1000 * (total - done) / (done - from);
  return done === total ? "" : `${duration(seconds)} left`;
}

/** Seconds as people say them: 8 s, 3 min 20 s, 2 h 5 min. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor(whole % 3600 / 60)} min`;
}
