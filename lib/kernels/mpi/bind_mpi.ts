/**
 * The few functions of MPI that training needs, over the binary interface that MPICH, Intel MPI and
 * MVAPICH share. Open MPI has another one.
 *
 * Source: the MPICH ABI Compatibility Initiative; numbers as in MPICH's mpi.h.
 *
 * @module
 */

const COMM_WORLD = 0x44000000, INFO_NULL = 0x1c000000, COMM_TYPE_SHARED = 1;
const INT = 0x4c000405, FLOAT = 0x4c00040a, SUM = 0x58000003;
const IN_PLACE = -1n, THREAD_FUNNELED = 1, VERSION_LENGTH = 8192;
/** Integers of an MPI_Status, and some to spare. */
const STATUS_LENGTH = 16;

const i32 = "i32", address = "i64", buffer = "buffer";
const signatures = {
  MPI_Init_thread: { parameters: [address, address, i32, buffer], result: i32 },
  MPI_Comm_rank: { parameters: [i32, buffer], result: i32 },
  MPI_Comm_size: { parameters: [i32, buffer], result: i32 },
  MPI_Comm_split_type: { parameters: [i32, i32, i32, i32, buffer], result: i32 },
  MPI_Get_library_version: { parameters: [buffer, buffer], result: i32 },
  MPI_Allreduce: { parameters: [address, address, i32, i32, i32, i32], result: i32 },
  MPI_Allgather: { parameters: [buffer, i32, i32, buffer, i32, i32, i32], result: i32 },
  MPI_Ibarrier: { parameters: [i32, buffer], result: i32 },
  MPI_Test: { parameters: [buffer, buffer, buffer], result: i32 },
  MPI_Finalize: { parameters: [], result: i32 },
  MPI_Abort: { parameters: [i32, i32], result: i32 },
} as const;

/** MPI, started. A function that fails ends all ranks: that is MPI's own way. */
export interface Mpi {
  /** Name and version, as "MPICH 4.0.2". */
  readonly name: string;
  /** Which of the processes this is, from 0. */
  readonly rank: number;
  /** How many there are. */
  readonly size: number;
  /** How many of them run on this machine. */
  readonly onThisMachine: number;
  /** Replaces float32 numbers at an address by their sums over all ranks. */
  sum(address: bigint, count: number): void;
  /** The integers of every rank, all of one length, in the order of ranks. */
  gather(values: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer>;
  /** Begins to wait for all ranks; the function says whether all have come. */
  meet(): () => boolean;
  /** Takes leave of the other ranks; nothing else may be called then. */
  finalize(): void;
  /** Ends all ranks at once. */
  abort(code: number): void;
}

/**
 * Opens the library and starts MPI in this process, which happens once in its life.
 *
 * @param path the library
 */
export function bindMpi(path: string): Mpi {
  const { symbols: mpi } = Deno.dlopen(path, signatures);
  const number = (ask: (out: Int32Array<ArrayBuffer>) => void) => {
    const out = new Int32Array(1);
    ask(out);
    return out[0];
  };
  number((level) => mpi.MPI_Init_thread(0n, 0n, THREAD_FUNNELED, level));
  const text = new Uint8Array(VERSION_LENGTH);
  const length = number((out) => mpi.MPI_Get_library_version(text, out));
  const here = number((out) =>
    mpi.MPI_Comm_split_type(COMM_WORLD, COMM_TYPE_SHARED, 0, INFO_NULL, out)
  );
  const size = number((out) => mpi.MPI_Comm_size(COMM_WORLD, out));
  return {
    name: nameOf(new TextDecoder().decode(text.subarray(0, length))),
    rank: number((out) => mpi.MPI_Comm_rank(COMM_WORLD, out)),
    size,
    onThisMachine: number((out) => mpi.MPI_Comm_size(here, out)),
    sum: (at, count) => void mpi.MPI_Allreduce(IN_PLACE, at, count, FLOAT, SUM, COMM_WORLD),
    gather(values) {
      const { length } = values, all = new Int32Array(size * length);
      mpi.MPI_Allgather(values, length, INT, all, length, INT, COMM_WORLD);
      return all;
    },
    meet() {
      const request = number((out) => mpi.MPI_Ibarrier(COMM_WORLD, out));
      const handle = Int32Array.of(request), status = new Int32Array(STATUS_LENGTH);
      return () => number((done) => mpi.MPI_Test(handle, done, status)) !== 0;
    },
    finalize: () => void mpi.MPI_Finalize(),
    abort: (code) => void mpi.MPI_Abort(COMM_WORLD, code),
  };
}

/** MPICH says "MPICH Version:      4.0.2" and more lines, others begin with a line of their own. */
function nameOf(version: string): string {
  return version.split("\n", 1)[0].replace(/ Version:\s*/, " ").replaceAll("\0", "").trim();
}
