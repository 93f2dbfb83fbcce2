// The instruction by Playwright Test, with a trace and a picture of the window for each claim.

import { get } from 'node:http';
import { text } from 'node:stream/consumers';
import { test, expect, type BrowserContext, type Locator, type Page } from '@playwright/test';

const DIARY = 'https://dnevnik2.petersburgedu.ru';
const MESSENGER = 'https://web.vk.me';
const VK_ID = /^https:\/\/id\.vk\.(ru|com)\//;
const CONSENT = '[data-test-id=continue-as-button]';

type Student = Record<'diary_login' | 'diary_password' | 'diary_name' | 'vk_login' | 'vk_password' | 'vk_name', string>;
type Turn = { student: Student; pictures: string };

let turn: Turn | null;

// The first hook of a test asks for nothing of the browser: what the turn begins with is the test's own context.
test.beforeEach(async () => {
  turn = await new Promise<Turn | null>((resolve, reject) => {
    get(process.env.BENCH_TURNS!, async answer => resolve(JSON.parse(await text(answer)))).on('error', reject);
  });
  test.skip(turn === null, 'no other turn');
});

for (let number = 0; number < Number(process.env.BENCH_WALKS); number++) {
  test(`the instruction holds, ${number}`, async ({ page, context }) => {
    await new Walk(page, context, turn!).take();
  });
}

class Walk {
  readonly link: Locator;
  readonly openChats: Locator;
  readonly unlink: Locator;
  readonly chatsTab: Locator;

  constructor(
    readonly page: Page,
    readonly context: BrowserContext,
    readonly turn: Turn,
  ) {
    this.link = page.getByRole('button', { name: 'Привязать к VK ID', exact: true });
    this.openChats = page.getByRole('link', { name: 'Перейти в чаты', exact: true });
    this.unlink = page.getByRole('button', { name: 'Отвязать аккаунт от VK ID', exact: true });
    this.chatsTab = page.getByRole('tab', { name: 'Чаты', exact: true });
  }

  async take() {
    await test.step('Вход в дневник', () => this.signIn());
    await test.step('Привязка VK ID', () => this.linkAccount());
    await test.step('Переход в чаты', () => this.visitMessenger());
    await test.step('Отвязка', () => this.unlinkAccount());
    await test.step('Повторная привязка', () => this.relink());
  }

  async signIn() {
    const { page } = this;
    await page.goto(`${DIARY}/login`);
    await expect(page.locator('input[type=email]')).toBeVisible();
    await expect(page.locator('input[type=password]')).toBeVisible();
    await this.claim('login-page');

    await this.sendPassword();
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page).not.toHaveURL(/\/login/);
    for (const word of this.turn.student.diary_name.split(' ')) {
      await expect(page.locator('body')).toContainText(word);
    }
    await page.reload();
    await expect(page.getByRole('main')).toBeVisible();
    await expect(page).not.toHaveURL(/\/login/);
    await this.claim('signed-in');
  }

  async linkAccount() {
    const { page, context } = this;
    await this.chooseChats();
    await this.claim('chats-tab');

    await this.claim('press-link');
    await this.link.click();

    await page.waitForURL(VK_ID);
    await expect(page.locator('input[name=login]')).toBeVisible();
    expect(context.pages().filter(one => VK_ID.test(one.url()))).toHaveLength(1);
    await this.claim('vk-form');

    const aside = await context.newPage();
    await aside.goto(`${DIARY}/`);
    await aside.getByRole('tab', { name: 'Чаты', exact: true }).click();
    await expect(aside.getByRole('button', { name: 'Привязать к VK ID', exact: true })).toBeVisible();
    await expect(aside.getByText('Перейти в чаты', { exact: true })).toHaveCount(0);
    await expect(aside.getByText('Отвязать аккаунт от VK ID', { exact: true })).toHaveCount(0);
    await aside.close();
    expect(await this.record()).toMatchObject({ linked: false });
    await this.claim('authorise');
    await this.identify(page);

    await this.claim('press-continue');
    await this.agree(page);
    expect(await this.record()).toMatchObject({ linked: true });

    await page.waitForURL(`${DIARY}/**`);
    await expect(this.chatsTab).toBeVisible();
    expect(context.pages()).toHaveLength(1);
    await this.claim('diary-again');

    await expect(this.openChats).toBeVisible();
    await expect(this.unlink).toBeVisible();
    await expect(this.link).toHaveCount(0);
    await this.claim('linked-buttons');
  }

  async visitMessenger() {
    await this.claim('messenger-window');
    const opening = this.context.waitForEvent('page');
    await this.openChats.click();
    const chat = await opening;
    await chat.waitForURL(`${MESSENGER}/**`);
    const enter = chat.getByRole('button', { name: 'Войти', exact: true });
    const sferum = chat.getByRole('button', { name: 'Войти в Сферум', exact: true });
    await expect(enter).toBeVisible();
    await expect(this.page).toHaveURL(new RegExp(`^${DIARY}/`));
    expect(this.context.pages()).toHaveLength(2);

    for (const [claim, door] of [['enter', enter], ['enter-sferum', sferum]] as const) {
      await this.claim(claim, chat);
      await door.click();
      await this.awaitForm(chat);
      await chat.goto(`${MESSENGER}/`);
    }

    for (const door of [enter, sferum]) {
      await this.returnToEntry(chat);
      await door.click();
      await this.identify(chat);
      await this.agree(chat);
      await expect(chat.getByPlaceholder('Поиск')).toBeVisible();
      await expect(enter).toHaveCount(0);
      await expect(sferum).toHaveCount(0);
    }
    await this.claim('either-way', chat);

    await this.returnToEntry(chat);
    await enter.click();
    await this.identify(chat);
    const offered = chat.locator('[data-test-id=continue-as-account]');
    await expect(offered).toContainText(this.turn.student.vk_name);
    await expect(offered).toContainText(this.turn.student.vk_login.slice(-2));
    await this.claim('linked-account', chat);

    await this.agree(chat);
    await chat.waitForURL(`${MESSENGER}/**`);
    const items = chat.getByTestId('vkme_convo_list_item');
    await expect(items).not.toHaveCount(0);
    const chats = chat.getByRole('list').filter({ has: items });
    await expect(chats).toBeVisible();
    await this.claim('chats-open', chat);

    const box = (await chats.boundingBox())!;
    const width = await chat.evaluate(() => innerWidth);
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x).toBeLessThan(0.25 * width);
    expect(box.x + box.width).toBeLessThanOrEqual(0.5 * width);
    await this.claim('chats-left', chat);

    const title = `Проверка инструкции ${Math.random().toString(16).slice(2, 8)}`;
    await this.claim('create-chat', chat);
    await chat.getByRole('button', { name: 'Создайте новый', exact: true }).click();
    await chat.getByLabel('Название чата').fill(title);
    await chat.getByRole('button', { name: 'Создать чат', exact: true }).click();
    await expect(items.filter({ hasText: title })).toHaveCount(1);
    await chat.reload();
    await expect(items.filter({ hasText: title })).toHaveCount(1);
  }

  async unlinkAccount() {
    const { page } = this;
    await page.bringToFront();
    await this.chooseChats();
    const place = (await this.openChats.boundingBox())!;
    await this.claim('press-unlink');
    await this.unlink.click();

    await this.seeUnlinked();
    expect(await this.record()).toMatchObject({ granted: false });
    await page.reload();
    await this.chooseChats();
    await this.seeUnlinked();
    await this.forget(page, 'dnevnik2.petersburgedu.ru');
    await page.goto(`${DIARY}/login`);
    await this.sendPassword();
    await this.chooseChats();
    await this.seeUnlinked();
    await this.claim('unlinked');

    await expect(this.link).toBeVisible();
    await expect(this.openChats).toHaveCount(0);
    const now = (await this.link.boundingBox())!;
    expect(Math.abs(now.x - place.x)).toBeLessThanOrEqual(300);
    expect(Math.abs(now.y - place.y)).toBeLessThanOrEqual(300);
    await this.claim('link-back');
  }

  async relink() {
    await this.chooseChats();
    await this.link.click();
    await this.identify(this.page);
    await this.agree(this.page);
    await expect(this.openChats).toBeVisible();
    await expect(this.unlink).toBeVisible();
    await expect(this.link).toHaveCount(0);
    expect(await this.record()).toMatchObject({ linked: true });
    await this.claim('relinked');
  }

  async sendPassword() {
    await this.page.locator('input[type=email]').fill(this.turn.student.diary_login);
    await this.page.locator('input[type=password]').fill(this.turn.student.diary_password);
    await this.page.locator('button[type=submit]').click();
  }

  async chooseChats() {
    await this.chatsTab.click();
    await expect(this.chatsTab).toHaveAttribute('aria-selected', 'true');
  }

  async seeUnlinked() {
    await expect(this.link).toBeVisible();
    await expect(this.unlink).toHaveCount(0);
    expect(await this.record()).toMatchObject({ linked: false });
  }

  async awaitForm(page: Page) {
    await page.waitForURL(VK_ID);
    const first = page.locator('input[name=login]');
    await expect(first.or(page.locator(CONSENT))).toBeVisible();
    return first;
  }

  async identify(page: Page) {
    const login = await this.awaitForm(page);
    const proceed = page.getByRole('button', { name: 'Продолжить', exact: true });
    if (await login.isVisible()) {
      await login.fill(this.turn.student.vk_login);
      await proceed.click();
      await page.locator('input[name=password]').fill(this.turn.student.vk_password);
      await proceed.click();
    }
    await expect(page.locator(CONSENT)).toBeVisible();
  }

  async agree(page: Page) {
    await page.getByRole('button', { name: 'Продолжить', exact: true }).click();
    await expect(page).not.toHaveURL(VK_ID);
  }

  async returnToEntry(page: Page) {
    await this.forget(page, 'web.vk.me');
    await page.goto(`${MESSENGER}/`);
  }

  async forget(page: Page, domain: string) {
    await page.goto('about:blank');
    await this.context.clearCookies({ domain });
  }

  async record() {
    const login = encodeURIComponent(this.turn.student.diary_login);
    const answer = await this.context.request.get(`https://stand.test/state?diary_login=${login}`);
    return (await answer.json())[0];
  }

  async claim(name: string, page = this.page) {
    await page.screenshot({ path: `${this.turn.pictures}/${name}.png` });
  }
}
