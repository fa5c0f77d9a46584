/**
 * Painted stand-ins for photographs of people. Networks that find faces in photographs find these too,
 * so all that is done with photographs can be shown and tested without one.
 *
 * @module
 */
import type { RgbImage } from "../../images/crop.ts";
import type { Random } from "../../random.ts";
import type { FaceDomain } from "./face_identity.ts";

/** Red, green and blue, 0-255. */
export type PaintedColour = readonly [red: number, green: number, blue: number];

/** A person to be painted: all that is the same whether as a man or as a woman. */
export interface PaintedSitter {
  /** Colour of the skin. */
  readonly skin: PaintedColour;
  /** Colour of the hair. */
  readonly hair: PaintedColour;
  /** PaintedColour of the wall behind, 0-255. */
  readonly wall: PaintedColour;
  /** PaintedColour of the clothes, 0-255. */
  readonly coat: PaintedColour;
  /** Width of the face; about 1. */
  readonly width: number;
  /** Turn of the head, -1 to the left of the picture to 1. */
  readonly turn: number;
  /** -1 for a sad mouth to 1 for a laugh. */
  readonly smile: number;
  /** Where the light comes from, -1 the left to 1 the right. */
  readonly light: number;
}

/** Where the face is in its picture. */
export interface PaintedPlace {
  /** Width of the picture, pixels. */
  readonly width: number;
  /** Height of the picture, pixels. */
  readonly height: number;
  /** Middle of the eyes, pixels from the left. */
  readonly x: number;
  /** Middle of the eyes, pixels from the top. */
  readonly y: number;
  /** Distance of the eyes, pixels. */
  readonly eyes: number;
  /** How far the head is turned clockwise, radians. */
  readonly angle: number;
}

/** Black, brown, blond, red and grey. */
const HAIR: readonly PaintedColour[] = [
  [38, 30, 28],
  ...[[92, 58, 36], [196, 160, 96]] as const,
  ...[[142, 66, 34], [150, 148, 145]] as const,
];

/** Draws a sitter by chance. */
export function paintedSitter(random: Random): PaintedSitter {
  const between = (low: number, high: number) => low + (high - low) * random.next();
  const colour = (low: number, high: number): PaintedColour => [
    between(low, high),
    between(low, high),
    between(low, high),
  ];
  const tone = between(0.45, 1);
  return {
    skin: [235 * tone, 190 * tone, 160 * tone],
    hair: HAIR[random.integer(HAIR.length)],
    wall: colour(60, 220),
    coat: colour(20, 200),
    width: between(0.9, 1.08),
    turn: between(-1, 1),
    smile: between(-0.4, 1),
    light: between(-1, 1),
  };
}

/** An ellipse that is laid over what is there; lengths in distances of the eyes. */
interface Stroke {
  readonly u: number;
  readonly v: number;
  readonly across: number;
  readonly down: number;
  readonly colour: PaintedColour;
  /** How much it covers; 1 if left out. */
  readonly share?: number;
  /** Whether it fades from its middle, as a shadow does. */
  readonly fades?: boolean;
  /** How far its ends are bent upwards. */
  readonly bend?: number;
  /** What it does not cover: all above or below a line that is bent. */
  readonly only?: (u: number, v: number) => number;
  /** Whether the light shows on it. */
  readonly round?: boolean;
}

/** Width of a soft edge, in distances of the eyes. */
const SOFT = 0.07;

const times = (
  [r, g, b]: PaintedColour,
  factor: number,
): PaintedColour => [r * factor, g * factor, b * factor];

/** The strokes of a person, from the back to the front. */
function strokesOf(sitter: PaintedSitter, domain: FaceDomain): Stroke[] {
  const { skin, hair, coat, width, smile, light } = sitter, isWoman = domain === "woman";
  const turn = 0.22 * sitter.turn, shade = (factor: number) => times(skin, factor);
  const sides = (stroke: (side: number) => Stroke[]) => [-1, 1].flatMap(stroke);
  const mouth = { u: turn, bend: 0.11 * smile }, open = 0.03 + 0.05 * Math.max(0, smile);
  // Above this line there is hair.
  const fringe = (u: number) => isWoman ? -0.62 + 0.35 * (u - 0.3) ** 2 : -0.7 + 0.12 * u * u;
  return [
    { u: 0, v: 0.05, across: 1.2 * width, down: isWoman ? 1.5 : 1.4, colour: hair },
    ...isWoman
      ? sides((s) => [{ u: 0.85 * s, v: 1.1, across: 0.5, down: 1.6, colour: times(hair, 0.9) }])
      : [],
    { u: 0, v: 3.1, across: 2.1, down: 1.25, colour: coat },
    { u: 0, v: 1.75, across: 0.5, down: 0.75, colour: shade(0.75) },
    ...isWoman
      ? []
      : sides((s) => [{ u: s * width, v: 0.25, across: 0.14, down: 0.28, colour: shade(0.75) }]),
    { u: 0, v: 0.38, across: 0.98 * width, down: 1.32, colour: skin, round: true },
    {
      ...{ u: 0, v: 0.3, across: 1.02 * width, down: 1.34, colour: times(hair, 1.1) },
      only: (u, v) => 12 * (fringe(u) - v) + 0.5,
    },
    ...sides((s) => {
      const u = 0.5 * s * width + 0.7 * turn, iris = u + 0.25 * turn;
      return [
        { u, v: -0.05, across: 0.5, down: 0.28, colour: shade(0.55), share: 0.4, fades: true },
        { u, v: 0, across: 0.22, down: 0.1, colour: [225, 222, 218] },
        { u: iris, v: 0, across: 0.1, down: 0.105, colour: [50, 36, 28] },
        { u: iris, v: 0, across: 0.045, down: 0.045, colour: [8, 8, 8] },
        { u, v: -0.09, across: 0.24, down: 0.035, colour: [30, 20, 18], bend: -0.04 },
        {
          ...{ u, v: -0.29, across: 0.29, down: isWoman ? 0.05 : 0.085, colour: times(hair, 0.7) },
          bend: -0.05,
        },
      ];
    }),
    {
      ...{ u: 1.2 * turn + (light < 0 ? 0.1 : -0.1), v: 0.3, across: 0.11, down: 0.5 },
      ...{ colour: shade(0.6), share: 0.35, fades: true },
    },
    {
      u: 1.2 * turn,
      v: 0.72,
      across: 0.34,
      down: 0.1,
      colour: shade(0.45),
      share: 0.6,
      fades: true,
    },
    ...sides((s) => [
      { u: 0.11 * s + 1.2 * turn, v: 0.68, across: 0.06, down: 0.035, colour: shade(0.25) },
    ]),
    {
      ...{ ...mouth, v: 1.09, across: 0.38, down: 0.12 },
      colour: isWoman ? [180, 60, 70] : shade(0.7),
    },
    {
      ...{ ...mouth, v: 1.07, across: 0.34, down: open },
      colour: smile > 0.4 ? [240, 235, 225] : [60, 25, 25],
    },
    { ...mouth, v: 1.3, across: 0.42, down: 0.09, colour: shade(0.6), share: 0.4, fades: true },
  ];
}

/**
 * Paints a person before a wall.
 *
 * @param sitter whom
 * @param domain as a man or as a woman; all else stays
 * @param place where in the picture, and how large
 * @param random for the grain of the picture
 */
export function paintPortrait(
  sitter: PaintedSitter,
  domain: FaceDomain,
  place: PaintedPlace,
  random: Random,
): RgbImage {
  const { width, height } = place, { wall, light } = sitter;
  const picture = new Float32Array(width * height * 3);
  for (let i = 0; i < picture.length; i++) {
    const pixel = Math.floor(i / 3), x = pixel % width / width, y = pixel / width / height;
    picture[i] = wall[i % 3] * (1.1 - 0.25 * y + 0.3 * light * (x - 0.5)) + 14 * random.next() - 7;
  }
  for (const stroke of strokesOf(sitter, domain)) lay(picture, stroke, sitter, place);
  return { width, height, rgb: Uint8Array.from(picture, (v) => Math.max(0, Math.min(255, v))) };
}

function lay(
  picture: Float32Array,
  stroke: Stroke,
  sitter: PaintedSitter,
  { width, height, x, y, eyes, angle }: PaintedPlace,
): void {
  const { across, down, share = 1, fades, bend = 0, only, round, colour } = stroke;
  const cos = Math.cos(angle) / eyes, sin = Math.sin(angle) / eyes;
  const middleX = x + eyes * (Math.cos(angle) * stroke.u - Math.sin(angle) * stroke.v);
  const middleY = y + eyes * (Math.sin(angle) * stroke.u + Math.cos(angle) * stroke.v);
  const reach = 1.3 * eyes * Math.hypot(across, down), smaller = Math.min(across, down);
  const edge = Math.min(SOFT, smaller);
  const [left, right] = bounds(middleX, reach, width),
    [top, bottom] = bounds(middleY, reach, height);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const dx = column + 0.5 - x, dy = row + 0.5 - y;
      const u = cos * dx + sin * dy, v = cos * dy - sin * dx, along = (u - stroke.u) / across;
      const away = Math.hypot(along, (v + bend * along * along - stroke.v) / down);
      const inside = fades ? Math.exp(-2 * away * away) : (1 - away) * smaller / edge + 0.5;
      const cover = share * clamp(inside) * (only ? clamp(only(u, v)) : 1);
      if (cover <= 0) continue;
      const lit = round
        ? 1.06 - 0.3 * (u / sitter.width) ** 2 - 0.1 * (v - 0.35) ** 2 + 0.25 * sitter.light * u
        : 1;
      for (let k = 0, to = (row * width + column) * 3; k < 3; k++, to++) {
        picture[to] += cover * (lit * colour[k] - picture[to]);
      }
    }
  }
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

const bounds = (middle: number, reach: number, length: number): [number, number] => [
  Math.max(0, Math.floor(middle - reach)),
  Math.min(length, Math.ceil(middle + reach)),
];
