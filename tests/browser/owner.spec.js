// What an owner does besides: two who edit at once, a picture that is pasted, and every page of the studio by night.
import { accessible, begin, comeByMail, fresh, golmok, join, mailed, photo } from "./people.js";
import { expect, test } from "./walk.js";

test("of two who edit a shop's page the second is told, keeps the words, and saves them knowingly", async ({ page, browser, baseURL }) => {
  await comeByMail(page, "한가상");
  const shop = encodeURIComponent(await begin(page, `둘이 쓰는 집 ${fresh("x").slice(2, 14)}`));
  await page.goto(`/studio/shops/${shop}/members`);
  const email = fresh("manager");
  await page.getByLabel("메일 주소").fill(email);
  await page.getByLabel("맡은 일").last().selectOption({ label: "관리자" });
  await page.getByRole("button", { name: "초대하는 메일 보내기" }).click();
  await expect(page.locator(".studio__rows")).toContainText(email);
  const elsewhere = await browser.newContext({ baseURL, viewport: { width: 1280, height: 900 } });
  const other = await elsewhere.newPage();
  await join(other, mailed(email), "이가상");

  const words = (of) => of.getByLabel("한 줄 소개 (한국어)");
  await page.goto(`/studio/shops/${shop}/front`);
  await other.goto(`/studio/shops/${shop}/front`);
  await words(page).fill("먼저 쓴 말");
  await expect(page.locator(".studio__said")).toHaveText("저장했습니다.");
  // As one types, and by the button.
  await words(other).fill("나중에 쓴 말");
  await expect(other.locator(".studio__said")).toContainText("그사이 다른 사람이 바꾸었습니다");
  await expect(words(other)).toHaveValue("나중에 쓴 말");
  const save = other.locator("form").filter({ has: words(other) }).getByRole("button", { name: "저장" });
  await save.click();
  await expect(other.getByRole("alert")).toContainText("그사이 다른 사람이 바꾸었습니다");
  await expect(words(other)).toHaveValue("나중에 쓴 말");
  await accessible(other);
  await page.reload();
  await expect(words(page), "nothing was written over").toHaveValue("먼저 쓴 말");
  await save.click();
  await expect(other.locator(".studio__done")).toContainText("저장했습니다");
  await page.reload();
  await expect(words(page)).toHaveValue("나중에 쓴 말");
  await elsewhere.close();
});

test("a picture that is pasted or taken by a phone is sent, and words that are pasted are left alone", async ({ page, browser, baseURL }) => {
  await join(page, golmok(baseURL, "operator", "invite", fresh("paster")), "한가상");
  const shop = encodeURIComponent(await begin(page, `붙이는 집 ${fresh("x").slice(2, 14)}`));
  await page.goto(`/studio/shops/${shop}/front`);
  const paste = (picture) =>
    page.evaluate((picture) => {
      const clipboardData = new DataTransfer();
      if (picture) clipboardData.items.add(new File([new Uint8Array(picture)], "image.png", { type: "image/png" }));
      else clipboardData.setData("text/plain", "강가에서 빚습니다.");
      return document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    }, picture);
  expect(await paste(null), "the browser's own to do").toBe(true);
  const { buffer } = await photo(page, "붙인 사진.png", "#375");
  expect(await paste([...buffer])).toBe(false);
  await expect(page.locator(".studio__done")).toHaveText("사진을 올렸습니다.");
  await expect(page.locator(".studio__pictures img")).toHaveCount(1);
  await expect.poll(() => page.locator(".studio__pictures img").evaluate((one) => one.naturalWidth)).toBeGreaterThanOrEqual(480);
  await expect(page.getByLabel("바로 찍기")).toBeHidden();
  const signedIn = await page.context().storageState();
  const pocket = await browser.newContext({ baseURL, storageState: signedIn, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const phone = await pocket.newPage();
  await phone.goto(`/studio/shops/${shop}/front`);
  await accessible(phone);
  await expect(phone.getByLabel("바로 찍기")).toHaveAttribute("capture", "environment");
  await phone.getByLabel("바로 찍기").setInputFiles(await photo(page, "찍은 사진.png", "#753"));
  await expect(phone.locator(".studio__done")).toHaveText("사진을 올렸습니다.");
  await expect(phone.locator(".studio__pictures img")).toHaveCount(2);
  await pocket.close();
});

/** A shop of the demo street that has clips, with a product and a clip of it; not the one whose owner brings in others meanwhile. */
async function stocked(request) {
  const clips = (await (await request.get("/api/v1/clips?limit=100")).json()).items;
  const { shop, slug } = clips.findLast((one) => one.shop !== clips.at(-1).shop);
  const products = (await (await request.get(`/api/v1/products?shop=${encodeURIComponent(shop)}&limit=1`)).json()).items;
  return { shop: encodeURIComponent(shop), product: encodeURIComponent(products[0].slug), clip: encodeURIComponent(slug) };
}

test("the pages of a preview are accessible, on a phone and by night", async ({ page, browser, request, baseURL }) => {
  test.slow();
  const { shop, product, clip } = await stocked(request);
  await join(page, golmok(baseURL, "shop", "owner", decodeURIComponent(shop), fresh("shower")), "최가상");
  await page.goto(`/studio/shops/${shop}/preview`);
  await page.getByRole("button", { name: "링크 만들기" }).click();
  const link = new URL(await page.locator(".studio__link").getAttribute("href")).pathname;
  const held = await browser.newContext({ baseURL, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
  const phone = await held.newPage();
  await phone.goto(link);
  const begins = phone.url().slice(0, phone.url().indexOf("/shops/"));
  for (const [lang, colorScheme] of [["", "dark"], ["/en", "light"], ["/en", "dark"], ["", "light"]]) {
    await phone.emulateMedia({ colorScheme });
    for (const path of [`/shops/${shop}`, `/shops/${shop}/products/${product}`, `/clips/${clip}`]) {
      const answer = await phone.goto(`${begins}${lang}${path}`);
      expect(answer.status(), path).toBe(200);
      await expect(phone.locator(".preview")).toBeVisible();
      await accessible(phone);
    }
  }
  await held.close();
});

test("every page of a shop's studio is accessible by night, wide in Korean and narrow in English", async ({ page, request, baseURL }) => {
  test.setTimeout(240_000);
  const { shop, product, clip } = await stocked(request);
  await join(page, golmok(baseURL, "shop", "owner", decodeURIComponent(shop), fresh("nightly")), "최가상");
  await page.emulateMedia({ colorScheme: "dark" });
  const of = `/studio/shops/${shop}`;
  const parts = ["", "/front", "/products", "/new-product", `/products/${product}`, "/clips", `/clips/${clip}`, "/imports", "/preview", "/members", "/tokens"];
  for (const [lang, width] of [["", 1280], ["/en", 360]]) {
    await page.setViewportSize({ width, height: 800 });
    for (const path of ["/studio", "/studio/account", "/studio/account/tokens", ...parts.map((part) => of + part)]) {
      const answer = await page.goto(lang + path);
      expect(answer.status(), path).toBe(200);
      await accessible(page);
    }
  }
});

test("a program's token is made, told once and ended", async ({ page, baseURL }) => {
  await join(page, golmok(baseURL, "operator", "invite", fresh("keys")), "한가상");
  const shop = encodeURIComponent(await begin(page, `열쇠 집 ${fresh("x").slice(2, 14)}`));
  for (const lang of ["/en", ""]) {
    await page.goto(`${lang}/studio/shops/${shop}/tokens`);
    await accessible(page);
  }
  await page.getByLabel("무엇에 쓰나요").fill("재고 프로그램");
  await page.getByRole("button", { name: "만들기" }).click();
  await expect(page.locator(".studio__made")).toContainText("지금만 보입니다");
  const secret = await page.locator(".studio__made code").textContent();
  await accessible(page);
  const stock = () => page.request.get(`/api/v1/shops/${shop}/draft/products`, { headers: { authorization: `Bearer ${secret}` } });
  expect((await stock()).status()).toBe(200);
  await page.reload();
  await expect(page.locator("main")).not.toContainText(secret);
  await expect(page.locator("li").filter({ hasText: "재고 프로그램" })).toHaveCount(1);
  await page.locator("li").filter({ hasText: "재고 프로그램" }).getByRole("button", { name: "끝내기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("열쇠를 끝냈습니다.");
  await page.context().clearCookies();
  expect((await stock()).status()).toBe(401);
});
