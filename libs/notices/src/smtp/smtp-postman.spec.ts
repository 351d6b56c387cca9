import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SmtpPostman } from '@habilis/notices';
import { SMTPServer } from 'smtp-server';

describe('the SMTP postman', () => {
  const received: { to: string[]; source: string }[] = [];
  let refuses = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, { envelope }, done) =>
      void text(stream).then((source) => {
        if (refuses) return done(new Error('mailbox full'));
        received.push({ to: envelope.rcptTo.map(({ address }) => address), source });
        done();
      }),
  });
  let postman: SmtpPostman;
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    postman = new SmtpPostman({ url: `smtp://127.0.0.1:${port}`, from: 'Habilis <ne-pas-repondre@example.fr>' });
  });
  afterAll(async () => {
    postman.close();
    await new Promise<void>((resolve) => server.close(resolve));
  });

  const mail = {
    id: 'out-1',
    to: { name: 'Claire', address: 'claire@example.fr' },
    subject: 'Accès ouvert',
    text: 'Bonjour',
    html: '<p>Bonjour</p>',
  };

  it('hands over text and HTML, under an id that stays the same', async () => {
    await postman.post(mail);
    await postman.post(mail);
    expect(received.map(({ to }) => to)).toEqual([['claire@example.fr'], ['claire@example.fr']]);
    for (const { source } of received) {
      expect(source).toContain('Message-ID: <out-1@example.fr>');
      expect(source).toContain('Auto-Submitted: auto-generated');
      expect(source).toMatch(/text\/plain[\s\S]*text\/html/);
    }
  });

  it('writes to one person only, whatever the address holds', async () => {
    received.length = 0;
    await postman.post({
      ...mail,
      to: { name: 'a\r\nBcc: all@example.fr', address: 'claire@example.fr' },
      subject: 'a\r\nBcc: all@example.fr',
    });
    expect(received.map(({ to }) => to)).toEqual([['claire@example.fr']]);
    expect(received[0]!.source).not.toMatch(/^Bcc:/m);
  });

  it('says that a server refused', async () => {
    refuses = true;
    await expect(postman.post(mail)).rejects.toThrow('mailbox full');
  });
});
