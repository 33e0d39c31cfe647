import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "../weft.mjs";

const GREETINGS = [
  ["en-GB", "en", "Weft"],
  ["zh-CN", "zh-Hans", "经纬"],
  ["zh-TW", "zh-Hant", "經緯"],
  ["de-DE", "en", "Weft"],
];

for (const [locale, lang, name] of GREETINGS) {
  test.describe(`a browser in ${locale}`, () => {
    test.use({ locale });

    test("is greeted in its language by the server and by the WASM", async ({ page, server }) => {
      const answer = await page.goto(server.url);
      expect(answer.headers()["content-security-policy"]).toContain("'wasm-unsafe-eval'");
      const html = await answer.text();
      expect(html).toContain(`<html lang="${lang}"`);
      expect(html).toContain(name);

      await expect(page.locator("#server-root")).toHaveCount(0);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await expect(page.locator("body")).toContainText(name);
      await expect(page).toHaveTitle(new RegExp(name));
    });
  });
}

test("an injected script does not run, and is reported", async ({ page, server, expectedErrors }) => {
  expectedErrors.push(/Content Security Policy/);
  await page.goto(server.url);
  await expect(page.locator("#server-root")).toHaveCount(0);
  const broken = await page.evaluate(() => {
    const reports = [];
    document.addEventListener("securitypolicyviolation", (event) => reports.push(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.body.append(script);
    const button = document.createElement("button");
    button.setAttribute("onclick", "window.injected = true");
    document.body.append(button);
    button.click();
    return new Promise((done) => setTimeout(() => done(reports)));
  });
  expect(broken).toEqual(["script-src-elem", "script-src-attr"]);
  expect(await page.evaluate(() => window.injected)).toBeUndefined();
});

test("the first page has no accessibility faults", async ({ page, server }) => {
  await page.goto(server.url);
  await expect(page.locator("#server-root")).toHaveCount(0);
  const found = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(found.violations).toEqual([]);
});
