/**
 * tfjs-core's own tests as data. They come with its npm package, written for Jasmine; here they are
 * read, and given the few functions that they use.
 */
import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";

type Step = () => void | Promise<void>;

/** One test of tfjs-core. */
export interface CoreTest {
  /** The group's name and its own. */
  readonly name: string;
  /** Runs it on tfjs' present backend, and throws if it fails. */
  readonly run: Step;
}

/** The tests of one file: tfjs starts the backend anew before them. */
export interface CoreFile {
  /** Its path in the package's dist/. */
  readonly path: string;
  /** Its tests, in order. */
  readonly tests: readonly CoreTest[];
}

const packageFile = import.meta.resolve("npm:@tensorflow/tfjs@4.22.0/package.json");

/** Reads a file of tests, as `ops/conv2d_test.js`. */
export async function loadCoreTests(path: string): Promise<CoreFile> {
  const file = createRequire(packageFile).resolve(`@tensorflow/tfjs-core/dist/${path}`);
  const tests: CoreTest[] = [];
  const groups: { name: string; before: Step[]; after: Step[] }[] = [];
  const describe = (name: string, define: () => void) => {
    groups.push({ name, before: [], after: [] });
    define();
    groups.pop();
  };
  const given: Record<string, unknown> = {
    tf,
    ...tf.test_util,
    ALL_ENVS: {},
    describe,
    describeWithFlags: (name: string, _environments: unknown, define: () => void) =>
      describe(name, define),
    beforeEach: (step: Step) => groups.at(-1)!.before.push(step),
    afterEach: (step: Step) => groups.at(-1)!.after.unshift(step),
    it: (name: string, body: Step) => {
      const around = [...groups];
      tests.push({
        name: [...around.map((group) => group.name), name].join(" "),
        run: async () => {
          for (const step of around.flatMap(({ before }) => before)) await step();
          await body();
          for (const step of around.toReversed().flatMap(({ after }) => after)) await step();
        },
      });
    },
    expect,
  };
  new Function(...Object.keys(given), withoutImports(await Deno.readTextFile(file)))(
    ...Object.values(given),
  );
  return { path, tests };
}

/** Every name that such a file imports is a name in {@linkcode loadCoreTests}. */
function withoutImports(source: string): string {
  return source.replace(/^import .*;$/gm, "").replace(/^export /gm, "");
}

/** What of Jasmine's expect the files use. */
function expect(actual: unknown) {
  return {
    nothing: () => {},
    toBe: (expected: unknown) => assertEquals(Object.is(actual, expected), true, `${actual}`),
    toEqual: (expected: unknown) => assertEquals(plain(actual), plain(expected)),
    toBeNull: () => assertEquals(actual, null),
    toBeLessThan: (bound: number) => assertEquals((actual as number) < bound, true, `${actual}`),
    toThrowError: (message?: string | RegExp) => {
      const { message: said } = assertThrows(actual as () => void, Error);
      if (message === undefined) return;
      const fits = typeof message === "string" ? said === message : message.test(said);
      assertEquals(fits, true, `${said}, expected ${message}`);
    },
    toThrow: () => assertThrows(actual as () => void),
    not: {
      toThrow: () => void (actual as () => void)(),
      toThrowError: () => void (actual as () => void)(),
      toBe: (other: unknown) => assertEquals(Object.is(actual, other), false, `${actual}`),
    },
  };
}

/** Jasmine compares arrays without regard to holes and undefined properties. */
const plain = (value: unknown) => Array.isArray(value) ? [...value] : value;
