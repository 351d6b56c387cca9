import nodemailer from 'nodemailer';
import { MailCatcher } from './mail-catcher.ts';

describe('the mail catcher', () => {
  const catcher = new MailCatcher();
  let smtp: number;
  let page: string;
  beforeAll(async () => {
    const ports = await catcher.start({ smtp: 0, http: 0 });
    smtp = ports.smtp;
    page = `http://127.0.0.1:${ports.http}`;
  });
  afterAll(() => catcher.stop());

  it('says when there is nothing', async () => {
    expect(await (await fetch(page)).text()).toContain('Aucun courriel');
  });

  it('keeps what is sent, shows it as text and as HTML that can do nothing', async () => {
    const mailer = nodemailer.createTransport(`smtp://127.0.0.1:${smtp}`);
    await mailer.sendMail({
      from: 'habilis@example.fr',
      to: 'claire@example.fr',
      subject: 'Accès <suspendu>',
      text: 'Bonjour',
      html: '<b onclick="alert(1)">Bonjour</b>',
    });
    const [mail] = (await (await fetch(`${page}/mails.json`)).json()) as { id: number }[];
    expect(mail).toMatchObject({ id: 1, to: ['claire@example.fr'], subject: 'Accès <suspendu>', text: expect.stringContaining('Bonjour') });
    expect(await (await fetch(page)).text()).toContain('Accès &lt;suspendu&gt;');
    const shown = await (await fetch(`${page}/1`)).text();
    expect(shown).toContain('<iframe sandbox ');
    expect(shown).toContain('srcdoc="&lt;b onclick=&quot;');
  });

  it('answers nothing to a name that is not this machine', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(`${page}/mails.json`, { headers: { host: 'attacker.example' } }, (res) => resolve(res.statusCode)).end();
    });
    expect(status).toBe(421);
    expect((await fetch(`${page}/99`)).status).toBe(404);
  });
});
