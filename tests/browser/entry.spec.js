// Entering: from an account to an application with its proof, changes that are asked for, and a shop that is accepted.
import { accessible, begin, comeByMail, fresh, golmok, join } from "./people.js";
import { expect, test } from "./walk.js";

/** A photo of a shop's front, drawn here. */
async function photo(page) {
  const drawn = await page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 240 } });
  return { name: "정면.png", mimeType: "image/png", buffer: drawn };
}

async function decide(page, shop, decision, words) {
  await page.goto("/operator/applications");
  await page.getByRole("link", { name: new RegExp(shop) }).click();
  await accessible(page);
  await page.getByLabel("결정").selectOption({ label: decision });
  if (words) await page.getByLabel("판매자에게 알릴 말").fill(words);
  await page.getByRole("button", { name: "알리기" }).click();
}

test("a shop applies, is asked for changes, and is accepted", async ({ page, browser, baseURL }) => {
  test.slow();
  const shop = `물결 공방 ${fresh("x").slice(2, 14)}`;
  await join(page, golmok(baseURL, "operator", "invite", fresh("merchant")), "한가상");
  await page.goto("/apply");
  await accessible(page);
  await page.getByRole("link", { name: "리빙" }).click();
  await expect(page.getByRole("main")).toContainText("매장 정면 사진");
  await accessible(page);
  await page.getByLabel("매장 이름").fill(shop);
  await page.getByRole("button", { name: "신청 시작" }).click();
  await expect(page.locator(".studio__done")).toHaveText("신청을 시작했습니다.");
  await accessible(page);
  const application = page.url().split("?")[0];
  // A number that does not check is refused at once, and all else that was typed stays.
  await page.getByLabel("대표자 이름").fill("한가상");
  await page.getByLabel("사업자등록번호").fill("123-45-67890");
  await page.getByLabel("주소", { exact: true }).fill("서울 가상구 물결길 3");
  for (const day of ["월요일", "화요일"]) {
    await page.getByRole("group", { name: day }).getByLabel("여는 시각").fill("10:00");
    await page.getByRole("group", { name: day }).getByLabel("닫는 시각").fill("19:00");
  }
  const facts = page.locator("form").filter({ has: page.getByLabel("대표자 이름") });
  await facts.getByRole("button", { name: "저장" }).click();
  await expect(facts.locator(".studio__why")).toContainText("사업자등록번호를 확인해 주세요");
  page.said.length = 0;
  await expect(page.getByLabel("대표자 이름")).toHaveValue("한가상");
  await expect(page.getByRole("group", { name: "화요일" }).getByLabel("닫는 시각")).toHaveValue("19:00");
  await accessible(page);
  await page.getByLabel("사업자등록번호").fill("000-12-34560");
  await facts.getByRole("button", { name: "저장" }).click();
  await expect(page.locator(".studio__done")).toHaveText("저장했습니다.");
  // What is missing is named; sending is refused until all is there.
  await expect(page.locator(".studio__checks").first()).toContainText("빠진 것: 매장 정면 사진");
  await page.getByRole("button", { name: "신청 보내기" }).click();
  await expect(page.getByRole("alert")).toContainText("아직 빠진 것이 있습니다");
  page.said.length = 0;
  // A file of another kind is refused in words.
  const file = page.getByLabel("매장 정면 사진").first();
  await file.setInputFiles({ name: "front.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>") });
  await page.getByRole("button", { name: "올리기" }).first().click();
  await expect(page.locator(".studio__checks .studio__field .studio__why")).not.toBeEmpty();
  page.said.length = 0;
  await page.getByLabel("매장 정면 사진").first().setInputFiles(await photo(page));
  await page.getByRole("button", { name: "올리기" }).first().click();
  await expect(page.getByRole("link", { name: "정면.png" })).toBeVisible();
  await page.getByLabel(/면제되는 간이과세자/).check();
  await page.getByLabel(/실제와 같도록/).check();
  await page.locator("form").filter({ has: page.getByLabel(/실제와 같도록/) }).getByRole("button", { name: "저장" }).click();
  await expect(page.getByText("필요한 것이 다 있습니다.")).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "신청 보내기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("신청을 보냈습니다.");
  await expect(page.getByRole("button", { name: "신청 보내기" })).toHaveCount(0);

  // The operator asks for changes, in another browser.
  const office = await browser.newContext();
  const desk = await office.newPage();
  await join(desk, golmok(baseURL, "operator", "invite", fresh("operator")), "박가상");
  await decide(desk, shop, "고쳐 달라고 하기");
  await expect(desk.locator(".studio__why")).toHaveText("판매자에게 알릴 말을 적어 주세요.");
  await decide(desk, shop, "고쳐 달라고 하기", "간판이 보이게 찍어 주세요.");
  await expect(desk.locator(".studio__done")).toHaveText("결정을 알렸습니다.");
  await page.goto(application);
  await expect(page.locator(".studio__refused")).toContainText("간판이 보이게");
  await accessible(page);
  await page.getByLabel("매장 정면 사진").first().setInputFiles(await photo(page));
  await page.getByRole("button", { name: "올리기" }).first().click();
  await expect(page.getByRole("link", { name: "정면.png" })).toHaveCount(2);
  await page.getByRole("button", { name: "신청 보내기" }).click();
  await expect(page.locator(".studio__done")).toBeVisible();
  await decide(desk, shop, "받아들이기");
  await expect(desk.locator(".studio__done")).toBeVisible();
  await page.goto("/studio");
  await expect(page.locator(".studio__card").filter({ hasText: shop })).toContainText("받아들여짐");
  await accessible(page);

  // What keeps it from opening is named, and where it stands.
  await page.getByRole("link", { name: shop }).first().click();
  await expect(page.locator(".studio__list")).toContainText("보이는 상품 하나 이상");
  await accessible(page);
  await desk.goto("/operator/shops");
  await desk.getByLabel("매장 이름").fill(shop);
  await desk.getByRole("button", { name: "찾기" }).click();
  await desk.getByText("쉬게 하기", { exact: true }).click();
  await desk.getByLabel("까닭").fill("서류를 다시 보고 있습니다.");
  await accessible(desk);
  await desk.getByRole("button", { name: "쉬게 하고 알리기" }).click();
  await expect(desk.locator(".studio__done")).toBeVisible();
  await page.reload();
  await expect(page.locator(".studio__refused")).toContainText("서류를 다시 보고");

  // What a window asks is the operator's to change.
  await desk.goto("/operator/windows");
  await accessible(desk);
  await desk.getByRole("link", { name: "레저" }).click();
  await accessible(desk);
  await desk.getByRole("link", { name: "English" }).click();
  await accessible(desk);
  await office.close();
});

test("a shop that is closed for good says so at its address, by day and by night", async ({ page, baseURL }) => {
  await join(page, golmok(baseURL, "operator", "invite", fresh("closer")), "한가상");
  const shop = await begin(page, `닫는 집 ${fresh("x").slice(2, 14)}`);
  await page.goto(`/studio/shops/${encodeURIComponent(shop)}`);
  await page.getByLabel("매장 주소를 그대로 적어 주세요").fill(shop);
  await page.getByRole("button", { name: "매장 닫기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("매장을 닫았습니다.");
  await accessible(page);
  for (const [lang, title] of [["", "문을 닫은 매장이에요"], ["/en", "This shop has closed"]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      expect((await page.goto(`${lang}/shops/${encodeURIComponent(shop)}`)).status()).toBe(410);
      await expect(page.locator("h1")).toHaveText(title);
      await accessible(page);
    }
  }
  // The browser itself reports the answer.
  page.said.length = 0;
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("one applies to the end by forms alone, from the mailed link to the application that is sent", async ({ page }) => {
    await comeByMail(page, "이가상");
    await page.goto("/apply");
    await page.getByRole("link", { name: "리빙" }).click();
    await page.getByLabel("매장 이름").fill(`글로만 연 집 ${fresh("x").slice(2, 14)}`);
    await page.getByRole("button", { name: "신청 시작" }).click();
    await expect(page.locator(".studio__done")).toHaveText("신청을 시작했습니다.");
    await page.getByLabel("대표자 이름").fill("이가상");
    await page.getByLabel("사업자등록번호").fill("000-12-34560");
    await page.getByLabel("주소", { exact: true }).fill("서울 가상구 물결길 5");
    await page.getByRole("group", { name: "수요일" }).getByLabel("여는 시각").fill("11:00");
    await page.getByRole("group", { name: "수요일" }).getByLabel("닫는 시각").fill("20:00");
    await page.locator("form").filter({ has: page.getByLabel("대표자 이름") }).getByRole("button", { name: "저장" }).click();
    await expect(page.locator(".studio__done")).toHaveText("저장했습니다.");
    await expect(page.locator(".studio__checks").first()).toContainText("빠진 것: 매장 정면 사진");
    await page.getByLabel("매장 정면 사진").first().setInputFiles(await photo(page));
    await page.getByRole("button", { name: "올리기" }).first().click();
    await expect(page.locator(".studio__done")).toHaveText("파일을 올렸습니다.");
    await expect(page.getByRole("link", { name: "정면.png" })).toBeVisible();
    // What was written before stands still.
    await expect(page.getByLabel("대표자 이름")).toHaveValue("이가상");
    await expect(page.getByRole("group", { name: "수요일" }).getByLabel("닫는 시각")).toHaveValue("20:00");
    // What is ticked counts without being saved before.
    await page.getByLabel(/면제되는 간이과세자/).check();
    await page.getByLabel(/실제와 같도록/).check();
    await page.getByRole("button", { name: "신청 보내기" }).click();
    await expect(page.locator(".studio__done")).toHaveText("신청을 보냈습니다.");
    await expect(page.getByRole("main")).toContainText("운영자가 살펴보고 있습니다");
    await expect(page.getByRole("button", { name: "신청 보내기" })).toHaveCount(0);
  });

  test("one reads what a window asks before having an account, and is led to it afterwards", async ({ page, baseURL }) => {
    const link = golmok(baseURL, "operator", "invite", fresh("later"));
    await page.goto("/en/apply");
    await page.getByRole("link", { name: "Fresh food" }).click();
    await expect(page.getByRole("main")).toContainText("You will name the origin of every product");
    await expect(page.getByRole("link", { name: "Make an account" })).toBeVisible();
    await join(page, link, "이가상");
    await page.goto("/en/apply?window=fresh");
    await page.getByLabel("Name of the shop").fill(`Tide ${fresh("x").slice(2, 14)}`);
    await page.getByRole("button", { name: "Begin" }).click();
    await expect(page.locator("h1")).toHaveText("Application");
    await expect(page.locator(".studio__checks")).toContainText("Missing: the address, the hours, a photo of the front");
  });
});
