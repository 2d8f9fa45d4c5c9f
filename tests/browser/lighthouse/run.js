// Lighthouse on a phone, printed as `what: measured`: the median of some runs for each page, for a machine with two cores
// is never quite still. The street runs at GOLMOK_URL.
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import path from "node:path";

const street = process.env.GOLMOK_URL;
const RUNS = 5;
const flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";
const require = createRequire(import.meta.url);
const cli = path.join(path.dirname(require.resolve("lighthouse/package.json")), "cli/index.js");
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const ask = async (path) => (await fetch(street + path)).json();
const card = (await ask("/api/v1/products?limit=1")).items[0];
const pages = {
  home: "/",
  window: "/windows/living",
  shop: `/shops/${encodeURIComponent(card.shop)}`,
  product: `/shops/${encodeURIComponent(card.shop)}/products/${encodeURIComponent(card.slug)}`,
};

for (const [name, address] of Object.entries(pages)) {
  const runs = [];
  // A Chromium that does not come up is no figure: it is tried again, a few times.
  for (let tries = 0; runs.length < RUNS; tries += 1) {
    try {
      const report = execFileSync(process.execPath, [cli, street + address, "--quiet", "--output=json", `--chrome-flags=${flags}`], {
        env: { ...process.env, CHROME_PATH: process.env.GOLMOK_CHROMIUM || "/usr/bin/chromium" },
        maxBuffer: 64 * 1024 * 1024,
        stdio: ["ignore", "pipe", "inherit"],
      });
      runs.push(JSON.parse(report));
    } catch (error) {
      if (tries > 2 * RUNS) throw error;
    }
  }
  const points = ["performance", "accessibility", "best-practices", "seo"].map((kind) => runs.map((run) => Math.round(run.categories[kind].score * 100)));
  const restored = runs.every((run) => run.audits["bf-cache"]?.score === 1);
  const spread = points[0].join(" ");
  console.log(`Lighthouse, ${name}: ${points.map(median).join(", ")} (performance of ${RUNS} runs ${spread}); back/forward cache ${restored ? "yes" : "no"}`);
}
