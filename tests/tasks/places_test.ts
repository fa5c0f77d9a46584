import { assertEquals, assertThrows } from "@std/assert";
import {
  fromHere,
  goToUser,
  inRuns,
  placeOfUser,
  specFromHere,
} from "../../tasks/shared/places.ts";
import { UsageError } from "../../tasks/shared/usage_error.ts";

const root = Deno.cwd();

/** As deno task starts a task: in the root, with the user's place in INIT_CWD. */
function standingIn<T>(folder: string, look: () => T): T {
  Deno.env.set("INIT_CWD", folder);
  try {
    goToUser();
    return look();
  } finally {
    Deno.env.delete("INIT_CWD");
    Deno.chdir(root);
  }
}

Deno.test("runs/ stays in the folder that the task was started in, and is named from here", () => {
  assertEquals(inRuns("demo"), "runs/demo");
  assertEquals(inRuns(), "runs");
  assertEquals(standingIn(`${root}/tasks/shared`, () => inRuns("demo")), "../../runs/demo");
  assertEquals(fromHere(`${root}/tests`), "tests");
  assertEquals(fromHere(root), ".");
  // So far away that the whole path is shorter.
  assertEquals(standingIn("/usr/share/doc", () => fromHere("/etc")), "/etc");
});

Deno.test("a SPEC typed elsewhere is the same data here", () => {
  const seen = (spec: string, folder?: string) =>
    standingIn(`${root}/tasks`, () => specFromHere(spec, folder));
  for (const drawn of ["faces", "faces:test"]) assertEquals(seen(drawn), drawn);
  assertEquals(seen("photos"), "../photos");
  assertEquals(seen("photos", "tasks"), "photos");
  assertEquals(seen("../photos", "tasks/shared"), "photos");
  assertEquals(seen("celeba:data"), "celeba:../data");
  assertEquals(seen("celeba:data:Young", `${root}/lib`), "celeba:../lib/data:Young");
  assertEquals(seen("celeba:data:Male,A+B"), "celeba:../data:Male,A+B");
  assertEquals(seen("a:b"), "../a:b");
  assertEquals(seen("/data/photos"), fromDisk("/data/photos"));
});

Deno.test("where the user stands survives a move of the whole tree", () => {
  assertEquals(placeOfUser(), undefined);
  assertEquals(standingIn(`${root}/tasks/shared`, placeOfUser), "tasks/shared");
  assertEquals(standingIn("/usr/share", placeOfUser), "/usr/share");
});

/** The whole path unless the relative one is shorter. */
function fromDisk(path: string): string {
  return standingIn(`${root}/tasks`, () => fromHere(path));
}

Deno.test("an INIT_CWD of an outer task moves nobody who was started elsewhere", () => {
  Deno.chdir("/usr/share");
  try {
    Deno.env.set("INIT_CWD", `${root}/tasks`);
    goToUser();
    assertEquals(Deno.cwd(), "/usr/share");
  } finally {
    Deno.env.delete("INIT_CWD");
    Deno.chdir(root);
  }
});

Deno.test("an INIT_CWD that is no folder is named", () => {
  assertThrows(() => standingIn("/no/such/folder", () => {}), UsageError, "/no/such/folder");
});
