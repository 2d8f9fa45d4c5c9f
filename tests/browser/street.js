// Seeds a demo street once for all journeys, serves it, and stops it at the end.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { PORT } from "./playwright.config.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(here, "../..");

export default async function street() {
  const golmok = process.env.GOLMOK_BIN ?? path.join(root, "target/release/golmok");
  const data = process.env.GOLMOK_TEST_DATA ?? path.join(root, "target/journeys/data");
  if (!existsSync(path.join(data, "golmok.db"))) {
    // Seeded beside and renamed, so that a run that was stopped does not leave half a street.
    const fresh = `${data}.fresh`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(path.dirname(data), { recursive: true });
    const seeded = spawnSync(golmok, ["seed", "demo", "--data", fresh], { stdio: "inherit" });
    if (seeded.status !== 0) throw new Error("the demo street could not be seeded");
    renameSync(fresh, data);
  }
  const server = spawn(golmok, ["serve", "--data", data, "--listen", `127.0.0.1:${PORT}`, "--admin-listen", "127.0.0.1:0"], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, RUST_LOG: "warn" },
  });
  for (let tries = 0; ; tries += 1) {
    try {
      const answer = await fetch(`http://127.0.0.1:${PORT}/readyz`);
      if (answer.ok) break;
    } catch {
      // Not yet.
    }
    if (tries > 100 || server.exitCode !== null) throw new Error("the street did not open");
    await new Promise((later) => setTimeout(later, 100));
  }
  return () => server.kill("SIGTERM");
}
