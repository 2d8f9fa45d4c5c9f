// The app alone, as `trunk serve` shows it: drawn in the browser, with the street's server behind it.
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const SITE = "http://127.0.0.1:8081";

test.describe("under trunk serve", () => {
  test.skip(!process.env.GOLMOK_TRUNK, "set GOLMOK_TRUNK to the path of Trunk to run it; ports 8080 and 8081 must be free");
  let trunk;

  test.beforeAll(async ({}, info) => {
    test.skip(info.project.name !== "desk", "once is enough");
    test.setTimeout(900_000);
    const { NO_COLOR, ...env } = process.env;
    const data = path.join(root, "target/demo-street");
    trunk = spawn(process.env.GOLMOK_TRUNK, ["serve", "--offline=true"], { cwd: root, env: { ...env, GOLMOK_DATA: data }, stdio: "inherit", detached: true });
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(`${SITE}/api/v1/windows`).catch(() => undefined);
      const page = await fetch(SITE).catch(() => undefined);
      if (answer?.ok && page?.ok && (await page.text()).includes("storefront")) break;
      if (tries > 850 || trunk.exitCode !== null) throw new Error("trunk serve did not come up");
      await new Promise((later) => setTimeout(later, 1000));
    }
  });

  test.afterAll(() => {
    if (trunk?.pid) process.kill(-trunk.pid, "SIGTERM");
  });

  test("the street is drawn, populated, and walked in place", async ({ page }) => {
    const faults = [];
    page.on("pageerror", (error) => faults.push(error.message));
    await page.goto(SITE);
    await expect(page.locator(".home__windows a")).toHaveCount(7, { timeout: 30_000 });
    await page.locator(".home__windows a").nth(1).click();
    await expect(page.locator("h1")).toHaveText("리빙");
    await page.locator(".product__grid a").first().click();
    await expect(page).toHaveURL(/\/products\//);
    // One that is broken is complete too.
    await expect.poll(() => page.locator(".product__slide img").first().evaluate((image) => image.naturalWidth)).toBeGreaterThan(0);
    await page.goto(`${SITE}/en/clips`);
    await expect(page.locator("h1")).toHaveText("Clips");
    expect(faults).toEqual([]);
  });
});
