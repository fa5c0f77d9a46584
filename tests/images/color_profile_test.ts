import { assert, assertEquals } from "@std/assert";
import { deflateSync } from "node:zlib";
import type { RgbImage } from "../../lib/images/crop.ts";
import { decodeImage } from "../../lib/images/decode_image.ts";
import { isSrgb } from "../../lib/images/is_srgb.ts";
import { makeSrgbProfile } from "../../lib/images/srgb_profile.ts";
import { concat, makePng } from "./make_png.ts";
import {
  ADOBE,
  gammaCurve,
  makeProfile,
  P3,
  type Primaries,
  sampledSrgbCurve,
  SRGB,
  srgbCurve,
} from "./make_profile.ts";
import { assertNear, fixture, reference } from "./reference.ts";

/** The reference as a PNG with a profile. */
function pngWith(profile: Uint8Array, { width, height, rgb } = reference, colorType = 2) {
  const chunk: [string, Uint8Array] = ["iCCP", concat([[97, 0, 0], deflateSync(profile)])];
  const stride = rgb.length / height;
  const rows = Array.from({ length: height }, (_, y) => rgb.subarray(y * stride, (y + 1) * stride));
  return makePng({ width, height, colorType, bitDepth: 8, chunks: [chunk] }, rows);
}

const decodeSrgb = (v: number) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const encodeSrgb = (v: number) => v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055;

/** The determinant rule for three equations. */
function solve([r, g, b]: Primaries, target: readonly number[]): number[] {
  const det = (p: readonly number[], q: readonly number[], s: readonly number[]) =>
    p[0] * (q[1] * s[2] - q[2] * s[1]) - q[0] * (p[1] * s[2] - p[2] * s[1]) +
    s[0] * (p[1] * q[2] - p[2] * q[1]);
  const all = det(r, g, b);
  return [det(target, g, b) / all, det(r, target, b) / all, det(r, g, target) / all];
}

/** A picture converted to sRGB by the definition, in floats. */
function converted(
  { width, height, rgb }: RgbImage,
  from: Primaries,
  light: (v: number) => number,
) {
  const out = new Uint8Array(rgb.length);
  for (let i = 0; i < rgb.length; i += 3) {
    const linear = [0, 1, 2].map((k) => light(rgb[i + k] / 255));
    const xyz = [0, 1, 2].map((axis) => linear.reduce((sum, v, k) => sum + v * from[k][axis], 0));
    solve(SRGB, xyz).forEach((v, k) => {
      out[i + k] = Math.round(255 * encodeSrgb(Math.min(1, Math.max(0, v))));
    });
  }
  return { width, height, rgb: out };
}

Deno.test("Adobe RGB and Display P3 come in sRGB", async () => {
  const adobe = pngWith(makeProfile(2, gammaCurve(2.19921875), ADOBE));
  assertNear(await decodeImage(adobe), converted(reference, ADOBE, (v) => v ** 2.19921875), 2);
  const p3 = pngWith(makeProfile(4, srgbCurve(), P3));
  assertNear(await decodeImage(p3), converted(reference, P3, decodeSrgb), 2);
});

Deno.test("a JPEG's profile is heeded, in one segment or in two", async () => {
  const jpeg = fixture("rgb.jpg"), profile = makeProfile(4, srgbCurve(), P3);
  const segment = (part: Uint8Array, n: number, of: number) => {
    const head = new TextEncoder().encode("ICC_PROFILE\0"), length = head.length + 4 + part.length;
    return concat([[0xff, 0xe2, length >> 8, length & 255], head, [n, of], part]);
  };
  const plain = await decodeImage(jpeg), expected = converted(plain, P3, decodeSrgb);
  const parts = [profile.subarray(0, 100), profile.subarray(100)];
  for (const cuts of [[profile], parts]) {
    const segments = cuts.map((part, i) => segment(part, i + 1, cuts.length));
    const file = concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
    assertNear(await decodeImage(file), expected, 12); // libjpeg's rounding beside the toe
    assert((await decodeImage(file)).rgb.some((v, i) => Math.abs(v - plain.rgb[i]) > 20));
  }
});

Deno.test("a grey profile is heeded; one of colours on a grey picture is none", async () => {
  const grey = { width: 16, height: 16, rgb: Uint8Array.from({ length: 256 }, (_, i) => i) };
  const rgbOf = (level: (byte: number) => number) => ({
    ...grey,
    rgb: Uint8Array.from({ length: 768 }, (_, i) => Math.round(level(Math.floor(i / 3)))),
  });
  const dark = rgbOf((byte) => 255 * encodeSrgb((byte / 255) ** 1.8));
  const decoded = await decodeImage(pngWith(makeProfile(2, gammaCurve(1.80078125)), grey, 0));
  assertNear(decoded, dark, 2);
  const wrong = await decodeImage(pngWith(makeProfile(4, srgbCurve(), P3), grey, 0));
  assertEquals(wrong, rgbOf((byte) => byte));
});

Deno.test("a profile of sRGB, or a broken one, changes no byte", async () => {
  const broken = makeProfile(4, srgbCurve(), P3).subarray(0, 150);
  for (const profile of [makeSrgbProfile(), makeProfile(2, sampledSrgbCurve(), SRGB), broken]) {
    assertEquals(await decodeImage(pngWith(profile)), reference);
  }
});

Deno.test("profiles of sRGB are known whoever made them", () => {
  assert(isSrgb(makeSrgbProfile()));
  assert(isSrgb(makeProfile(4, srgbCurve(), SRGB)));
  assert(isSrgb(makeProfile(2, sampledSrgbCurve(), SRGB)));
  const others = [
    makeProfile(4, srgbCurve(), P3),
    makeProfile(2, gammaCurve(2.2), SRGB),
    makeProfile(2, gammaCurve(2.2)),
  ];
  for (const profile of others) assert(!isSrgb(profile));
  for (let length = 0; length < 200; length++) {
    assert(!isSrgb(makeSrgbProfile().subarray(0, length)));
  }
});
