// Handing the tasks of a job to the threads.
//
// A claim takes one off the ticket by compare-and-swap. The ticket carries the job's number, so a
// worker that wakes late can never take a task of a job that it has not seen; and a claimed task
// keeps the job open, so its arguments stay put until that task is done.
import { attach, DONE, FAILED, jobAddress, KERNEL, STOP, TOTAL } from "./job";
import { runTask } from "./kernels";

/** How often a thread looks again before it sleeps: some 20 microseconds. */
const SPINS = 20000;
/** How long main waits for one more task to finish, in nanoseconds, before it gives up. */
const PATIENCE: i64 = 120_000_000_000;

/** Takes a task, or returns -1 if none is left. */
function claim(job: usize): i32 {
  let ticket = atomic.load<u64>(job);
  while (<u32> ticket != 0) {
    const seen = atomic.cmpxchg<u64>(job, ticket, ticket - 1);
    if (seen == ticket) return <i32> (<u32> ticket - 1);
    ticket = seen;
  }
  return -1;
}

function runTasks(job: usize): void {
  for (let task = claim(job); task >= 0; task = claim(job)) {
    runTask(load<u32>(job, KERNEL), task);
    const done = atomic.add<u32>(job + DONE, 1) + 1;
    if (done == load<u32>(job, TOTAL)) atomic.notify(job + DONE, 1);
  }
}

/** The whole life of a worker: returns when it is told to stop. */
export function work(job: usize, thread: i32): void {
  attach(job, thread);
  while (true) {
    runTasks(job);
    // The upper half of the ticket changes with every job.
    const number = atomic.load<u32>(job + 4);
    if (<u32> atomic.load<u64>(job) != 0) continue;
    if (atomic.load<u32>(job + STOP)) return;
    let spins = SPINS;
    while (spins-- && atomic.load<u32>(job + 4) == number) {}
    if (spins < 0 && !atomic.load<u32>(job + STOP)) atomic.wait<u32>(job + 4, number, -1);
  }
}

/** Records that this worker has thrown, and wakes main. */
export function fail(job: usize): void {
  atomic.store<u32>(job + FAILED, 1);
  atomic.notify(job + DONE, 1);
}

/** Runs a job and returns 0; or 1 if a worker has failed. Main thread only. */
export function run(kernel: u32, tasks: u32, alone: bool): i32 {
  const job = jobAddress();
  if (alone || tasks == 1) {
    for (let task: u32 = 0; task < tasks; task++) runTask(kernel, task);
    return 0;
  }
  store<u32>(job, kernel, KERNEL);
  store<u32>(job, tasks, TOTAL);
  atomic.store<u32>(job + DONE, 0);
  const number = (atomic.load<u64>(job) >> 32) + 1;
  atomic.store<u64>(job, (number << 32) | <u64> tasks);
  atomic.notify(job + 4, -1);
  runTasks(job);

  let spins = SPINS;
  let done = atomic.load<u32>(job + DONE);
  while (done != tasks) {
    if (atomic.load<u32>(job + FAILED)) return 1;
    if (spins > 0) spins--;
    else if (atomic.wait<u32>(job + DONE, done, PATIENCE) == AtomicWaitResult.TIMED_OUT) return 1;
    done = atomic.load<u32>(job + DONE);
  }
  return 0;
}

/** Tells the workers to leave. */
export function stop(job: usize): void {
  atomic.store<u32>(job + STOP, 1);
  const number = (atomic.load<u64>(job) >> 32) + 1;
  atomic.store<u64>(job, number << 32);
  atomic.notify(job + 4, -1);
}
