/**
 * Finding the system's MPI: a shared library of the MPICH family, which all have one binary interface.
 *
 * @module
 */

/** Where it is looked for: MPICH as Debian names it; MPICH itself, Intel MPI and MVAPICH. */
const places: readonly string[] = ["libmpich.so.12", "libmpi.so.12"];

const remedy = "install MPICH (Debian: mpich), give the library as --mpi FILE, or leave mpi out";

/** Only looked up here; one that every MPI has. */
const probe = { MPI_Init_thread: { parameters: [], result: "void" } } as const;

/**
 * Finds the library.
 *
 * @param mpi true for the one that the system has, or a library's file
 * @returns the file, or the name under which the system's loader knows it
 * @throws Error if the permission is missing, or if there is no such library
 */
export function findMpi(mpi: true | string): string {
  const wanted = mpi === true ? places : [mpi];
  const found = wanted.find(opens);
  if (found !== undefined) return found;
  throw new Error(
    mpi === true
      ? `No MPI was found, looked for ${wanted.join(", ")}; ${remedy}`
      : `MPI ${mpi} was not found, or is no MPI; ${remedy}`,
  );
}

function opens(path: string): boolean {
  try {
    Deno.dlopen(path, probe).close();
    return true;
  } catch (error) {
    if (!(error instanceof Deno.errors.NotCapable)) return false;
    throw new Error(
      "MPI is native code, which needs the permission --allow-ffi; start the program with it " +
        "(a task as mpirun -n N deno run -A tasks/NAME.ts), or leave mpi out",
      { cause: error },
    );
  }
}
