import { chromium } from "@playwright/test";
const base = process.argv[2]; const out = process.argv[3]; const only = process.argv[4];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox","--disable-gpu"] });
const first = async (p) => (await (await fetch(base + p)).json());
const prods = (await first("/api/v1/products?window=living&limit=3")).items;
const clips = (await first("/api/v1/clips")).items;
const pages = { home: "/", window: "/windows/living", shops: "/windows/fresh?show=shops", shop: `/shops/${prods[0].shop}`, product: `/shops/${prods[0].shop}/products/${encodeURIComponent(prods[0].slug)}`, clips: "/clips", clip: clips[0] ? `/clips/${clips[0].slug}` : "/clips", about: "/en/about", none: "/en/none", dev: "/en/developers" };
for (const [name, path] of Object.entries(pages)) {
  if (only && !only.split(",").includes(name)) continue;
  for (const [w, h, scheme] of [[360, 740, "light"], [1440, 900, "dark"], [1440, 900, "light"], [360,740,"dark"], [768,1000,"light"]]) {
    if (process.argv[5] && !process.argv[5].split(",").includes(`${w}${scheme[0]}`)) continue;
    const c = await browser.newContext({ viewport: { width: w, height: h }, colorScheme: scheme, deviceScaleFactor: 1 });
    const p = await c.newPage();
    p.on("console", (m) => console.log(name, m.type(), m.text())); p.on("pageerror", (e) => console.log(name, e.message));
    await p.goto(base + path); await p.waitForTimeout(1200);
    await p.evaluate(async () => { for (let y = 0; y < document.body.scrollHeight; y += 600) { scrollTo(0, y); await new Promise(r => setTimeout(r, 60)); } scrollTo(0, 0); });
    await p.waitForTimeout(300);
    await p.screenshot({ path: `${out}/${name}-${w}-${scheme}.png`, fullPage: true });
    await c.close();
  }
}
await browser.close();
