// What the journeys of merchants and operators share.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "./walk.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const PASSWORD = "귤 상자 위의 고양이";

/** Runs a command of the program on the street of the journeys; what it printed. */
export function golmok(baseURL, ...words) {
  const data = process.env.GOLMOK_TEST_DATA ?? path.join(root, "target/journeys/data");
  const done = spawnSync(process.env.GOLMOK_BIN ?? path.join(root, "target/release/golmok"), ["--data", data, ...words, "--public-url", baseURL]);
  expect(done.status, String(done.stderr)).toBe(0);
  return String(done.stdout).trim();
}

export const fresh = (name) => `${name}-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6)}@golmok.test`;

/** Fills in what a new account asks for. */
export async function join(page, link, name) {
  await page.goto(link);
  await page.getByLabel("이름").fill(name);
  await page.getByLabel("새 비밀번호").fill(PASSWORD);
  await page.getByLabel(/동의합니다/).check();
  await page.getByRole("button", { name: /받기|만들기/ }).click();
  await expect(page).toHaveURL(/\/studio\?done=use-link$/);
}

export async function accessible(page) {
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  // Nothing is wider than the window; a table moves by itself.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}
