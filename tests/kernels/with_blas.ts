/** The options of a test that needs the system's BLAS. */
import { findBlas } from "../../lib/kernels/blas/library.ts";

const isThere = (() => {
  try {
    return Boolean(findBlas(true));
  } catch {
    return false;
  }
})();
/** Without a BLAS these are ignored, unless IM2IM_TEST_BLAS=1 demands it, as on CI: then they fail. */
const demanded = Deno.env.get("IM2IM_TEST_BLAS") === "1";
export const withBlas = {
  ignore: !isThere && !demanded,
  sanitizeOps: false,
  sanitizeResources: false,
};
