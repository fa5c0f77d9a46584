export async function measureSpeeds(_r: unknown, _p: unknown): Promise<void> {}
