import type { Landmarks } from "../../lib/faces/face_square.ts";

/** How a made face looks; lengths in distances of the eyes. */
export interface MadeFace {
  /** Middle of the eyes, in pixels. */
  readonly x?: number;
  /** Middle of the eyes, in pixels. */
  readonly y?: number;
  /** Distance of the eyes, in pixels. */
  readonly eyes?: number;
  /** Turned clockwise, in radians. */
  readonly angle?: number;
  /** Distance of the inner lips. */
  readonly mouth?: number;
  /** Height of the eyes. */
  readonly open?: number;
  /** How far the tip of the nose is moved to the right. */
  readonly nose?: number;
}

/** 68 landmarks of a face of plain proportions. */
export function makeFace(face: MadeFace = {}): Landmarks {
  const { x = 100, y = 80, eyes = 40, angle = 0, mouth = 0.1, open = 0.12, nose = 0 } = face;
  const points: [number, number][] = [];
  for (let i = 0; i < 17; i++) {
    const turn = Math.PI * (1 - i / 16);
    points.push([1.15 * Math.cos(turn), 0.1 + 1.6 * Math.sin(turn)]);
  }
  for (let i = 0; i < 10; i++) points.push([-0.8 + i * 1.6 / 9, -0.35]);
  for (let i = 0; i < 4; i++) points.push([nose * i / 3, 0.2 * i]);
  for (let i = -2; i <= 2; i++) points.push([0.12 * i, 0.75]);
  for (const centre of [-0.5, 0.5]) {
    points.push([centre - 0.25, 0], [centre - 0.1, -open / 2], [centre + 0.1, -open / 2]);
    points.push([centre + 0.25, 0], [centre + 0.1, open / 2], [centre - 0.1, open / 2]);
  }
  for (let i = 0; i < 12; i++) {
    const turn = Math.PI + i * Math.PI / 6;
    points.push([0.4 * Math.cos(turn), 1.15 + (0.1 + mouth / 2) * Math.sin(turn)]);
  }
  points.push([-0.3, 1.15]);
  for (const u of [-0.15, 0, 0.15]) points.push([u, 1.15 - mouth / 2]);
  points.push([0.3, 1.15]);
  for (const u of [0.15, 0, -0.15]) points.push([u, 1.15 + mouth / 2]);
  const cos = eyes * Math.cos(angle), sin = eyes * Math.sin(angle);
  return Float32Array.from(
    points.flatMap(([u, v]) => [x + cos * u - sin * v, y + sin * u + cos * v]),
  );
}
