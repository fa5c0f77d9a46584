export async function writeTable(_f: string, _p: unknown, _b?: unknown): Promise<void> {}
