/**
 * One step of a CycleGAN of 8x8 images as PyTorch 2.15 computes it in float64, by torch.nn.functional,
 * InstanceNorm2d and ReflectionPad2d as the public code uses them. Number i of a weight or image is
 * a * sin(0.7 i + k): see cyclegan_step_test.ts for a and k.
 */
export const numbers = {
  fake: [0.999565, 0.879384, -0.971379, -0.953241, -0.99806, -0.997946],
  fakeSum: -19.1644,
  answers: [0.470071, 0.36031, -0.539724, 1.14851],
  losses: {
    "g/source": 2.78889,
    "g/cycle": 15.2441,
    "g/identity": 8.56279,
    "d/source": 1.90193,
  },
  /** The first numbers of each gradient of the generator of domain 1. */
  generator: {
    "first/kernel": [2.17289, -1.88599, -0.186845],
    "down1/kernel": [4.94914, -6.79259, 4.68674],
    "block1/a/kernel": [-0.43565, -6.16699, 4.16666],
    "block1/b/kernel": [5.67623, 4.72951, 0.962366],
    "up1/kernel": [-0.187981, 0.63518, 1.28989],
    "rgb/kernel": [1.48379, 0.319846, 1.14429],
    "rgb/bias": [0.830199, 0.0213556, 1.68004],
  },
  /** Those of the discriminator of domain 1. */
  discriminator: {
    "conv1/kernel": [0.616507, -0.851186, 0.612724],
    "conv1/bias": [-1.7204, 0.826782],
    "conv2/kernel": [-2.68727, -3.51046, -1.66173],
    "source/kernel": [-0.0769552, -0.0272926, 0.0752438],
    "source/bias": [-0.268529],
  },
} as const;
