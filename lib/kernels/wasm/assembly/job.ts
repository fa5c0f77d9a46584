// The job in hand, in memory that every thread sees. The main thread writes it, then opens it for
// claims by storing a ticket; the layout is known to ../pool.ts too.
//
//   0  ticket  u64: number of the job << 32 | tasks that are not claimed yet
//   8  done    u32: tasks of this job that are finished
//  12  total   u32: tasks of this job
//  16  kernel  u32: which kernel, see kernels.ts
//  20  stop    u32: 1 tells the workers to leave
//  24  failed  u32: 1 after a worker has thrown
//  32  scratch u32: start of the threads' private scratch, SCRATCH_BYTES for each
//  64  args    f64[40]: the kernel's arguments; addresses, integers and floats alike

export const DONE: usize = 8;
export const TOTAL: usize = 12;
export const KERNEL: usize = 16;
export const STOP: usize = 20;
export const FAILED: usize = 24;
export const SCRATCH: usize = 32;
export const ARGS: usize = 64;
export const SCRATCH_BYTES: usize = 65536;

/** Address of the job, and which thread this is (0: main). Set once for each instance. */
let job: usize = 0;
let thread: i32 = 0;

export function attach(address: usize, threadNumber: i32): void {
  job = address;
  thread = threadNumber;
}

// @ts-ignore: decorator

export function jobAddress(): usize {
  return job;
}

// @ts-ignore: decorator

export function int(i: i32): i32 {
  return <i32> load<f64>(job + ARGS + (<usize> i << 3));
}

// @ts-ignore: decorator

export function address(i: i32): usize {
  return <usize> load<f64>(job + ARGS + (<usize> i << 3));
}

// @ts-ignore: decorator

export function float(i: i32): f32 {
  return <f32> load<f64>(job + ARGS + (<usize> i << 3));
}

/** Which thread this is, 0 for main. */
export function threadNumber(): i32 {
  return thread;
}

/** This thread's private scratch. */
// @ts-ignore: decorator

export function scratch(): usize {
  return <usize> load<u32>(job, SCRATCH) + <usize> thread * SCRATCH_BYTES;
}
