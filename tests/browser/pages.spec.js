// Every page: it comes, it reads, it is accessible, it does not jump, and the app takes it over in silence.
import AxeBuilder from "@axe-core/playwright";
import { arrive, expect, test, things } from "./walk.js";

async function all(request) {
  const { product, shop, clip } = await things(request);
  return [
    "/",
    "/windows/fashion",
    "/windows/fresh?sort=price_up",
    "/windows/living?show=shops",
    `/shops/${shop}`,
    `/shops/${shop}/products/${product.slug}`,
    "/clips",
    ...(clip === "none" ? [] : [`/clips/${clip}`]),
    "/about",
    "/terms",
    "/privacy",
  ];
}

for (const lang of ["", "/en"]) {
  for (const scheme of ["light", "dark"]) {
    test(`every page is accessible and still, ${lang || "/ko"}, ${scheme}`, async ({ page, request }) => {
      test.setTimeout(180_000);
      await page.emulateMedia({ colorScheme: scheme });
      await page.addInitScript(() => {
        // What moved, by how much, from where to where.
        window.moved = [];
        const place = (rect) => [rect.x, rect.y, rect.width, rect.height].map(Math.round).join(" ");
        const said = ({ node, previousRect, currentRect }) =>
          `${(node?.outerHTML ?? node?.textContent ?? "?").slice(0, 120)}: ${place(previousRect)} → ${place(currentRect)}`;
        new PerformanceObserver((list) => {
          const moved = list.getEntries().filter((entry) => !entry.hadRecentInput && entry.value > 0);
          window.moved.push(...moved.map((entry) => `${entry.value}: ${entry.sources.map(said).join(" | ")}`));
        }).observe({ type: "layout-shift", buffered: true });
      });
      for (const path of await all(request)) {
        const answer = await arrive(page, lang + path);
        expect(answer.status(), path).toBe(200);
        await expect(page.locator("h1")).toHaveCount(1);
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.map((one) => `${path}: ${one.id}: ${one.nodes.map((node) => node.html).join(" | ").slice(0, 400)}`)).toEqual([]);
        expect(await page.evaluate(() => window.moved), `${path} moved while loading`).toEqual([]);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(wide, `${path} is wider than the screen`).toBeLessThanOrEqual(0);
      }
    });
  }
}

test("the developers' page stands still and is accessible", async ({ page }) => {
  await page.goto("/en/developers");
  await expect(page.locator("h1")).toHaveText("The API, for developers");
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations.map((one) => one.id)).toEqual([]);
});

test("a page for what is not there is accessible, by day and by night", async ({ page }) => {
  page.on("console", () => page.said.splice(0));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const path of ["/nowhere", "/en/shops/no-such-shop"]) {
      await arrive(page, path);
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map((one) => `${path}: ${one.id}`)).toEqual([]);
    }
  }
  page.said.splice(0);
});

test("pages for what failed and for a cut line are accessible, by day and by night", async ({ page }) => {
  page.on("console", () => page.said.splice(0));
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const path of ["/offline", "/en/offline", "/windows/living?after=zzz", "/en/windows/living?after=zzz"]) {
      await page.goto(path);
      await expect(page.locator("h1")).toBeVisible();
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map((one) => `${path}: ${one.id}`)).toEqual([]);
    }
  }
  page.said.splice(0);
});

test("what is not there says so, with the way on", async ({ page }) => {
  page.on("console", () => page.said.splice(0));
  for (const path of ["/nowhere", "/shops/no-such-shop", "/windows/none", "/en/clips/none"]) {
    const answer = await arrive(page, path);
    expect(answer.status()).toBe(404);
    await expect(page.locator(".trouble")).toBeVisible();
    await expect(page.locator(".trouble a").last()).toHaveAttribute("href", path.startsWith("/en") ? "/en" : "/");
  }
  page.said.splice(0);
});
