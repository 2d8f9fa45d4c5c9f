// What the journeys of merchants and operators share.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import AxeBuilder from "@axe-core/playwright";
import { expect } from "./walk.js";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const PASSWORD = "귤 상자 위의 고양이";

const data = process.env.GOLMOK_TEST_DATA ?? path.join(root, "target/journeys/data");

/** Runs a command of the program on the street of the journeys; what it printed. */
export function golmok(baseURL, ...words) {
  const done = spawnSync(process.env.GOLMOK_BIN ?? path.join(root, "target/release/golmok"), ["--data", data, ...words, "--public-url", baseURL]);
  expect(done.status, String(done.stderr)).toBe(0);
  return String(done.stdout).trim();
}

export const fresh = (name) => `${name}-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6)}@golmok.test`;

/** The words of a mail, whichever way they are carried. */
function words(mail) {
  const [head, ...rest] = mail.split("\r\n\r\n");
  const body = rest.join("\r\n\r\n");
  if (/^Content-Transfer-Encoding: base64/im.test(head)) return Buffer.from(body, "base64").toString();
  return /quoted-printable/i.test(head) ? body.replaceAll("=\r\n", "").replaceAll("=3D", "=") : body;
}

/** The link in the one mail that somebody was sent, as a path: the street of the journeys writes its mails into a folder. */
export function mailed(email) {
  const folder = path.join(data, "mails");
  const mails = readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(path.join(folder, name), "latin1"));
  const theirs = mails.filter((mail) => mail.includes(`To: ${email}\r\n`));
  expect(theirs, `mails to ${email}`).toHaveLength(1);
  return words(theirs[0]).match(/https?:\/\/[^/\s]+((?:\/en)?\/links\/\S+)/)[1];
}

/** Makes an account as anybody does who has only a mail address: nobody's operator, and no shop's. */
export async function comeByMail(page, name) {
  const email = fresh("by-mail");
  await page.goto("/join");
  await page.getByLabel("메일 주소").fill(email);
  await page.getByRole("button", { name: "메일 받기" }).click();
  await expect(page.locator(".studio__done")).toContainText("메일을 보냈습니다");
  await join(page, mailed(email), name);
  return email;
}

/** Begins an application, which makes a shop that nobody sees yet; its slug. */
export async function begin(page, shop) {
  await page.goto("/apply?window=living");
  await page.getByLabel("매장 이름").fill(shop);
  await page.getByRole("button", { name: "신청 시작" }).click();
  await expect(page).toHaveURL(/\/applications\/living/);
  return decodeURIComponent(new URL(page.url()).pathname.split("/")[3]);
}

/** A picture of its own colour, drawn here. */
export async function photo(page, name, colour) {
  // On a page of its own: the one at hand may be on its way elsewhere.
  const easel = await page.context().newPage();
  const buffer = await easel.evaluate(async (colour) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 640];
    const pen = canvas.getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 640, 640);
    pen.fillStyle = "#fff8";
    pen.arc(320, 340, 180, 0, 7);
    pen.fill();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, colour);
  await easel.close();
  return { name, mimeType: "image/png", buffer: Buffer.from(buffer) };
}

/** Fills in what a new account asks for. */
export async function join(page, link, name) {
  await page.goto(link);
  await page.getByLabel("이름").fill(name);
  await page.getByLabel("새 비밀번호").fill(PASSWORD);
  await page.getByLabel(/동의합니다/).check();
  await page.getByRole("button", { name: /받기|만들기/ }).click();
  await expect(page).toHaveURL(/\/studio\?done=use-link$/);
}

/** Nothing is amiss for who reads by another sense, and nothing is wider than the window. */
export async function accessible(page, tries = 3) {
  const look = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]).analyze();
  const found = await look.catch((error) => {
    // A preview beside a form was loaded anew meanwhile.
    if (tries > 1 && /context was destroyed|frame was detached/i.test(error.message)) return null;
    throw error;
  });
  if (!found) return accessible(page, tries - 1);
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
  // Nothing is wider than the window; a table moves by itself.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}
