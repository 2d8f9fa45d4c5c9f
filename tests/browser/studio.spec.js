// People: from a printed link to an account, a shop's people and the street's operators; by forms alone.
import { PASSWORD, accessible, fresh, golmok, join } from "./people.js";
import { expect, test } from "./walk.js";

test("an operator comes by a printed link, and sees people, mail and the record", async ({ page, baseURL }) => {
  const email = fresh("operator");
  const link = golmok(baseURL, "operator", "invite", email);
  await page.goto(link);
  await expect(page.locator(".studio__who")).toHaveText(email);
  await accessible(page);
  // A password that many have is refused beside its field, and what else was filled in stays.
  await page.getByLabel("이름").fill("박가상");
  await page.getByLabel("새 비밀번호").fill("password1234");
  await page.getByLabel(/동의합니다/).check();
  page.said.length = 0;
  await page.getByRole("button", { name: "계정을 만들고 받기" }).click();
  await expect(page.locator(".studio__why")).toContainText("너무 흔하거나");
  page.said.length = 0;
  await expect(page.getByLabel("새 비밀번호")).toBeFocused();
  await expect(page.getByLabel("이름")).toHaveValue("박가상");
  await expect(page.getByLabel(/동의합니다/)).toBeChecked();
  await accessible(page);
  await page.getByLabel("새 비밀번호").fill(PASSWORD);
  await page.getByRole("button", { name: "계정을 만들고 받기" }).click();
  await expect(page.locator(".studio__done")).toBeVisible();
  await accessible(page);
  // The link is spent.
  await page.goto(link);
  await expect(page.getByRole("alert")).toContainText("이미 썼거나");
  page.said.length = 0;
  await page.getByRole("link", { name: "운영", exact: true }).click();
  await expect(page.locator(".studio__rows")).toContainText(email);
  const second = fresh("second");
  await page.getByLabel("메일 주소").fill(second);
  await page.getByRole("button", { name: "초대하는 메일 보내기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("초대하는 메일을 보냈습니다.");
  await accessible(page);
  await page.getByRole("link", { name: "메일", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: second })).toContainText("골목을 함께 운영해 주세요");
  await accessible(page);
  await page.getByRole("link", { name: "기록", exact: true }).click();
  await expect(page.getByRole("row").filter({ hasText: second })).toContainText("운영자로 초대했습니다");
  await accessible(page);
  // The language is the address's, and stays.
  await page.getByRole("link", { name: "English" }).click();
  await expect(page.locator("h1")).toHaveText("Record");
  await accessible(page);
});

test("an owner has people, who come and go; nobody else gets in", async ({ page, browser, request, baseURL }) => {
  const shops = (await (await request.get("/api/v1/shops?limit=100")).json()).items;
  // Each project has a shop of its own, for both run at once.
  const shop = shops[test.info().project.name === "phone" ? 0 : 1].slug;
  await join(page, golmok(baseURL, "shop", "owner", shop, fresh("owner")), "최가상");
  await page.getByRole("link", { name: "함께 일하는 사람" }).click();
  await accessible(page);
  const email = fresh("staff");
  await page.getByLabel("메일 주소").fill(email);
  await page.getByRole("button", { name: "초대하는 메일 보내기" }).click();
  await expect(page.locator(".studio__rows")).toContainText(email);
  const members = page.url().split("?")[0];
  // Who was not asked sees no such shop; who is not signed in is led to the sign-in and back.
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(members);
  await expect(other).toHaveURL(/\/sign-in\?next=/);
  await accessible(other);
  const elsewhere = shops[2].slug;
  await join(other, golmok(baseURL, "shop", "owner", elsewhere, fresh("elsewhere")), "정가상");
  expect((await other.goto(members)).status()).toBe(404);
  await stranger.close();
});

test("pages for who has no account yet are accessible, by day and by night", async ({ page }) => {
  test.slow();
  for (const [colorScheme, lang] of [["light", "/en"], ["dark", ""], ["dark", "/en"], ["light", ""]]) {
    await page.emulateMedia({ colorScheme });
    for (const path of ["/join", "/forgot", "/sign-in", "/report?about=%2Fshops%2Fsomewhere", "/apply", "/apply?window=fresh"]) {
      await page.goto(lang + path);
      await accessible(page);
    }
  }
  // A field that is refused is told of beside it.
  await page.goto("/report");
  await page.getByLabel("무엇에 대한 것인가요").fill("/shops/somewhere");
  await page.getByLabel("무엇이 문제인가요").selectOption("other");
  await page.getByRole("button", { name: "알리기" }).click();
  await expect(page.locator(".studio__why")).toHaveText("무엇이 문제인지 적어 주세요.");
  await expect(page.getByLabel("무엇에 대한 것인가요")).toHaveValue("/shops/somewhere");
  await accessible(page);
  page.said.length = 0;
});

test("what a shopper tells of comes to the operators, who leave it as it is", async ({ page, browser, request, baseURL }) => {
  const { shop, slug } = (await (await request.get("/api/v1/products?limit=1")).json()).items[0];
  const said = `사진이 다릅니다 ${fresh("x").slice(2, 14)}`;
  const street = await browser.newContext({ baseURL });
  const shopper = await street.newPage();
  await shopper.goto(`/shops/${shop}/products/${encodeURIComponent(slug)}`);
  await shopper.getByRole("link", { name: "문제 알리기" }).click();
  await shopper.getByLabel("무엇에 대한 것인가요").fill(`${baseURL}/shops/${shop}/products/${encodeURIComponent(slug)}`);
  await shopper.getByLabel("더 알려 주실 것").fill(said);
  await shopper.getByRole("button", { name: "알리기" }).click();
  await expect(shopper.locator(".studio__done")).toHaveText("고맙습니다. 운영자가 살펴보겠습니다.");
  await accessible(shopper);
  await street.close();
  await join(page, golmok(baseURL, "operator", "invite", fresh("reader")), "문가상");
  for (const [colorScheme, path] of [["dark", "/en/operator/reports"], ["light", "/operator/reports"]]) {
    await page.emulateMedia({ colorScheme });
    await page.goto(path);
    await expect(page.locator(".studio__report").filter({ hasText: said })).toBeVisible();
    await accessible(page);
  }
  const row = page.locator(".studio__report").filter({ hasText: said });
  await row.getByText("골목에서 내리기").click();
  await accessible(page);
  await row.getByRole("button", { name: "그대로 두기" }).click();
  await expect(page.locator(".studio__done")).toHaveText("그대로 두었습니다.");
  await expect(row).toHaveCount(0);
});

test("every page of the operators is accessible by night", async ({ page, baseURL }) => {
  test.slow();
  await join(page, golmok(baseURL, "operator", "invite", fresh("nightly")), "문가상");
  await page.emulateMedia({ colorScheme: "dark" });
  for (const lang of ["", "/en"]) {
    for (const part of ["", "/applications", "/shops", "/windows", "/windows/fresh", "/reports", "/mails", "/records", "/system"]) {
      const answer = await page.goto(`${lang}/operator${part}`);
      expect(answer.status(), part).toBe(200);
      await accessible(page);
    }
  }
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("one signs out and in again, changes the password, and is led back to where one wanted to go", async ({ page, baseURL }) => {
    const email = fresh("mina");
    await join(page, golmok(baseURL, "operator", "invite", email), "한가상");
    await page.goto("/studio/account");
    await page.getByLabel("지금 비밀번호").fill("not that one at all");
    await page.getByLabel("새 비밀번호").fill("새벽 시장의 파란 우산");
    await page.getByRole("button", { name: "비밀번호 바꾸기" }).click();
    await expect(page.locator(".studio__why")).toHaveText("비밀번호가 맞지 않습니다.");
    page.said.length = 0;
    await page.getByLabel("지금 비밀번호").fill(PASSWORD);
    await page.getByLabel("새 비밀번호").fill("새벽 시장의 파란 우산");
    await page.getByRole("button", { name: "비밀번호 바꾸기" }).click();
    await expect(page.locator(".studio__done")).toContainText("비밀번호를 바꾸고");
    await page.getByRole("button", { name: "이 기기에서 로그아웃" }).click();
    await expect(page.locator(".studio__done")).toHaveText("로그아웃했습니다.");
    await page.goto("/studio/account");
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fstudio%2Faccount$/);
    await page.getByLabel("메일 주소").fill(email);
    await page.getByLabel("비밀번호").fill(PASSWORD);
    await page.getByRole("button", { name: "로그인" }).click();
    await expect(page.getByRole("alert")).toHaveText("메일 주소나 비밀번호가 맞지 않습니다.");
    page.said.length = 0;
    await expect(page.getByLabel("메일 주소")).toHaveValue(email);
    await page.getByLabel("비밀번호").fill("새벽 시장의 파란 우산");
    await page.getByRole("button", { name: "로그인" }).click();
    await expect(page).toHaveURL(/\/studio\/account$/);
    await page.getByLabel("비밀번호", { exact: true }).last().fill("새벽 시장의 파란 우산");
    await page.getByRole("button", { name: "계정 지우기" }).click();
    await expect(page.locator(".studio__done")).toHaveText("계정을 지웠습니다.");
  });
});
