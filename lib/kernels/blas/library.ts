/**
 * Finding a native BLAS: the shared library whose `cblas_sgemm` multiplies matrices.
 *
 * @module
 */

/** A BLAS that was found and can be opened. */
export interface BlasLibrary {
  /** Its file, or the name under which the system's loader knows it. */
  readonly path: string;
  /** Its name and version for people, as "OpenBLAS 0.3.21". */
  readonly name: string;
}

/** Where a BLAS is looked for. Those of macOS and Windows are untested. */
const places: Partial<Record<typeof Deno.build.os, readonly string[]>> = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: ["/System/Library/Frameworks/Accelerate.framework/Accelerate"],
  windows: ["libopenblas.dll"],
};

const remedy = "install OpenBLAS (Debian: libopenblas0-pthread), give its file as --blas FILE, " +
  "or leave blas out";

/**
 * Opens the BLAS and limits it to the thread that calls it: the kernels bring threads of their own.
 * It stays open, because a library that is closed may forget its settings.
 *
 * @param blas true for the one that the system has, or a library's file
 * @returns what to open it by
 * @throws Error if the permission is missing, if there is no such library, or if it has no cblas_sgemm
 */
export function findBlas(blas: true | string): BlasLibrary {
  const wanted = blas === true ? places[Deno.build.os] ?? [] : [blas];
  for (const path of wanted) {
    const library = open(path);
    if (!library) continue;
    library.symbols.openblas_set_num_threads?.(1);
    return { path, name: nameOf(path, library.symbols.openblas_get_config?.() ?? null) };
  }
  throw new Error(
    blas === true
      ? `No BLAS was found, looked for ${wanted.join(", ") || "none on this system"}; ${remedy}`
      : `BLAS ${blas} was not found, or has no cblas_sgemm; ${remedy}`,
  );
}

/** Only OpenBLAS has the latter two. */
function open(path: string) {
  try {
    return Deno.dlopen(
      path,
      {
        cblas_sgemm: { parameters: [], result: "void" }, // only looked up here
        openblas_set_num_threads: { parameters: ["i32"], result: "void", optional: true },
        openblas_get_config: { parameters: [], result: "pointer", optional: true },
      } as const,
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new Error(
        "A BLAS is native code, which needs the permission --allow-ffi; start the program with " +
          "it (a task as deno run -A tasks/NAME.ts), or leave blas out",
        { cause: error },
      );
    }
  }
}

/** Its configuration begins with name and version: "OpenBLAS 0.3.21 NO_LAPACKE ...". */
function nameOf(path: string, config: Deno.PointerValue): string {
  if (config) return new Deno.UnsafePointerView(config).getCString().split(" ", 2).join(" ");
  return path.replace(/^.*[/\\]/, "");
}
