/**
 * What a GPU host without a display and a network needs to find its Vulkan driver.
 *
 * @module
 */

/**
 * Downloads the Debian packages without which NVIDIA's Vulkan driver is not found on a host that has no
 * display, beside the loader itself.
 *
 * @param folder where they go
 * @returns their files
 * @throws Error if they cannot be had
 */
export async function downloadLoaders(folder: string): Promise<string[]> {
  const names = ["libegl1", "libglvnd0", "libopengl0", "libgl1", "libglx0", "libgles2"];
  const { success } = await new Deno.Command("apt-get", {
    args: ["-qq", "download", ...names],
    cwd: folder,
  }).output();
  if (!success) throw new Error(`apt-get download ${names.join(" ")} failed`);
  return [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".deb"))
    .map(({ name }) => `${folder}/${name}`);
}
