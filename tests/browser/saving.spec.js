// Saving as one goes: what could not be sent is kept, writes over nobody, and what was saved can be undone.
import { begin, golmok, fresh, join } from "./people.js";
import { expect, test } from "./walk.js";

/** A shop that is begun, with its page before the merchant. */
async function begun(page, baseURL) {
  const mark = fresh("x").slice(2, 12).replace(/[^a-z0-9]/g, "");
  await join(page, golmok(baseURL, "operator", "invite", fresh("saver")), "한가상");
  await page.goto("/apply?window=living");
  await page.getByLabel("매장 이름").fill(`두 손 ${mark}`);
  await page.getByRole("button", { name: "신청 시작" }).click();
  await page.goto("/studio");
  await page.getByRole("link", { name: new RegExp(mark) }).first().click();
  await page.getByRole("link", { name: "매장 소개" }).click();
  await expect(page.getByLabel("한 줄 소개 (한국어)")).toBeVisible();
  const draft = `/api/v1/shops/${new URL(page.url()).pathname.split("/")[3]}/draft`;
  const headers = { "sec-fetch-site": "same-origin" };
  return {
    tagline: page.getByLabel("한 줄 소개 (한국어)"),
    said: page.locator(".studio__said"),
    kept: async () => (await (await page.request.get(draft)).json()).draft.tagline.ko ?? "",
    collections: async () => (await (await page.request.get(draft)).json()).draft.collections.map((one) => one.name.ko),
    /** Somebody else saves another tagline. */
    other: async (words) => {
      const editing = await (await page.request.get(draft)).json();
      editing.draft.tagline.ko = words;
      const saved = await page.request.put(draft, { headers, data: { seen: editing.seen, draft: editing.draft } });
      expect(saved.status()).toBe(200);
    },
  };
}

/** What is posted on the shop's page, or another, is answered so, until this is ended. */
async function answered(page, how, place = /\/front(\?.*)?$/) {
  await page.route(place, (route) => (route.request().method() === "POST" ? how(route) : route.continue()));
  return () => page.unroute(place);
}

test("what a cut line kept does not write over what somebody else saved meanwhile", async ({ page, baseURL }) => {
  const { tagline, said, kept, other } = await begun(page, baseURL);
  const mend = await answered(page, (route) => route.abort());
  await tagline.fill("끊긴 줄에서 쓴 말");
  await expect(said).toContainText("연결이 끊겼습니다");
  await other("그사이 저장한 말");
  await mend();
  await page.reload();
  await expect(tagline).toHaveValue("끊긴 줄에서 쓴 말");
  await expect(said).toContainText("다른 사람이 바꾸었습니다");
  expect(await kept()).toBe("그사이 저장한 말");
  // Told again by the button, with what was typed; who presses it again means it.
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.locator(".studio__refused")).toContainText("다른 사람이 바꾸었습니다");
  await expect(tagline).toHaveValue("끊긴 줄에서 쓴 말");
  expect(await kept()).toBe("그사이 저장한 말");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.locator(".studio__done")).toBeVisible();
  expect(await kept()).toBe("끊긴 줄에서 쓴 말");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith("save-shop")))).toEqual([]);
  page.said.length = 0;
});

test("what a busy server does not take is kept, ticks too, and sent again", async ({ page, baseURL }) => {
  const { tagline, said, kept } = await begun(page, baseURL);
  const busy = { status: 503, contentType: "application/json", body: JSON.stringify({ title: "지금은 바쁩니다." }) };
  let mend = await answered(page, (route) => route.fulfill(busy));
  await tagline.fill("바쁜 때 쓴 말");
  await page.getByLabel("매장에서 찾아갈 수 있습니다").check();
  await expect(said).toContainText("이 기기에 두었습니다");
  await page.reload();
  await expect(tagline).toHaveValue("바쁜 때 쓴 말");
  await expect(page.getByLabel("매장에서 찾아갈 수 있습니다")).toBeChecked();
  await expect(said).toContainText("이 기기에 두었습니다");
  await mend();
  await expect(said).toHaveText("저장했습니다.", { timeout: 15_000 });
  expect(await kept()).toBe("바쁜 때 쓴 말");
  page.said.length = 0;
});

test("what was saved as one went is undone, step by step, from the keys", async ({ page, baseURL }) => {
  const { tagline, said, kept } = await begun(page, baseURL);
  for (const words of ["하나", "둘"]) {
    await tagline.fill(words);
    await expect.poll(kept).toBe(words);
    // A pause parts one step from the next.
    await page.waitForTimeout(1_200);
  }
  const undo = page.getByRole("button", { name: "되돌리기" });
  await undo.focus();
  for (const words of ["하나", ""]) {
    await page.keyboard.press("Enter");
    await expect(tagline).toHaveValue(words);
    await expect.poll(kept).toBe(words);
    await expect(said).toHaveText("되돌렸습니다.");
  }
  await page.keyboard.press("Enter");
  await expect(said).toHaveText("되돌릴 것이 없습니다.");
  await expect(undo).toBeFocused();
});

test("what was saved is undone after the button was pressed as well", async ({ page, baseURL }) => {
  const { tagline, said, kept } = await begun(page, baseURL);
  await tagline.fill("하나");
  await expect.poll(kept).toBe("하나");
  await page.waitForTimeout(1_200);
  await tagline.fill("둘");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.locator(".studio__done")).toBeVisible();
  expect(await kept()).toBe("둘");
  for (const words of ["하나", ""]) {
    await page.getByRole("button", { name: "되돌리기" }).click();
    await expect(tagline).toHaveValue(words);
    await expect.poll(kept).toBe(words);
    await expect(said).toHaveText("되돌렸습니다.");
  }
});

test("a collection whose names are emptied waits for the button, or for another name", async ({ page, baseURL }) => {
  const { tagline, kept, collections } = await begun(page, baseURL);
  const name = page.getByRole("group", { name: "모음 1", exact: true }).getByLabel("이름 (한국어)");
  const save = page.getByRole("button", { name: "저장", exact: true });
  await name.fill("봄");
  await save.click();
  await expect(page.locator(".studio__done")).toBeVisible();
  await name.fill("");
  await tagline.fill("그동안 쓴 말");
  await page.waitForTimeout(800);
  expect([await collections(), await kept()]).toEqual([["봄"], ""]);
  await name.fill("여름");
  await expect.poll(collections).toEqual(["여름"]);
  expect(await kept()).toBe("그동안 쓴 말");
  await name.fill("");
  await save.click();
  await expect.poll(collections).toEqual([]);
});

test("a new product that a cut line did not take stands there again, until it is sent or let go of", async ({ page, baseURL }) => {
  const { said } = await begun(page, baseURL);
  const path = new URL(page.url()).pathname.replace(/front$/, "new-product");
  const name = page.getByLabel("이름 (한국어)", { exact: true });
  const stands = async (words) =>
    expect(async () => {
      await page.goto(path);
      await expect(name).toHaveValue(words, { timeout: 1_000 });
    }).toPass();
  await page.goto(path);
  await name.fill("끊긴 잔");
  await page.getByLabel("열면 바로 보이기").uncheck();
  const mend = await answered(page, (route) => route.abort(), /\/new-product(\?.*)?$/);
  const failed = page.waitForEvent("requestfailed");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await failed;
  await mend();
  await stands("끊긴 잔");
  await expect(said).toContainText("되살렸습니다");
  await expect(page.getByLabel("열면 바로 보이기")).not.toBeChecked();
  // Let go of, it is as new; typed again, it is kept without being sent.
  await page.getByRole("button", { name: "되살린 것 버리기" }).click();
  await expect(name).toHaveValue("");
  await stands("");
  await name.fill("새 잔");
  await page.goto("/studio");
  await stands("새 잔");
  // Sent and refused, it is not lost either.
  await page.getByRole("textbox", { name: "가격", exact: true }).fill("공짜");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.locator("form [role=alert]").first()).toBeVisible();
  await page.goto("/studio");
  await stands("새 잔");
  await page.getByRole("textbox", { name: "가격", exact: true }).fill("12,000");
  await page.getByRole("button", { name: "저장", exact: true }).click();
  await expect(page.locator(".studio__done")).toBeVisible();
  await stands("");
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("new-product")))).toEqual([]);
  page.said.length = 0;
});

test("what one gives one's word for is saved as it is ticked", async ({ page, baseURL }) => {
  await join(page, golmok(baseURL, "operator", "invite", fresh("teller")), "한가상");
  const shop = await begin(page, `말한 집 ${fresh("x").slice(2, 14)}`);
  const declared = async () => {
    const { checks } = await (await page.request.get(`/api/v1/shops/${encodeURIComponent(shop)}/applications/living`)).json();
    return checks.filter((check) => check.kind === "declared").map((check) => check.is_met);
  };
  expect(await declared()).toEqual([false, false]);
  const ticks = [/면제되는 간이과세자/, /실제와 같도록/].map((words) => page.getByLabel(words));
  for (const tick of ticks) await tick.check();
  await expect.poll(declared).toEqual([true, true]);
  await expect(page.locator(".studio__said")).toHaveText("저장했습니다.");
  await page.reload();
  for (const tick of ticks) await expect(tick).toBeChecked();
  await ticks[0].uncheck();
  await expect.poll(declared).toContain(false);
});
