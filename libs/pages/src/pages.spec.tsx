import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  Actions,
  assets,
  Button,
  Checkbox,
  Choice,
  Definition,
  EmptyState,
  Field,
  Form,
  loadSentences,
  Notice,
  Page,
  Prose,
  renderPage,
  Select,
  stylesheet,
  Timeline,
} from './index.ts';

const t = loadSentences(path.join(import.meta.dirname, '../../../config')).for('fr');
const inPage = (children: React.ReactNode) =>
  renderPage(
    <Page t={t} title="Titre">
      {children}
    </Page>,
  );

const signIn = renderPage(
  <Page
    t={t}
    title="Choisissez comment vous connecter"
    portal="Dossiers partagés"
    organisation="CPTS du Pays de Briey"
    otherLanguage="?ui_locales=en"
  >
    <Notice kind="info">Votre session a expiré : reconnectez-vous.</Notice>
    <Choice
      label="Moyens de connexion"
      options={[
        { label: 'Pro Santé Connect', description: 'e-CPS ou carte CPS', action: '/upstream/psc/start', hidden: { interaction: 'uid' } },
        { label: 'ENRS', description: 'Compte régional', action: '/upstream/enrs/start', hidden: { interaction: 'uid' } },
      ]}
    />
  </Page>,
);

describe('the sign-in page', () => {
  it('weighs less than 15 kB gzipped, style sheet included', () => {
    expect(gzipSync(signIn).length + gzipSync(stylesheet.body).length).toBeLessThan(15_000);
  });

  it('asks nothing of anyone else, and runs no script', () => {
    const written = signIn + stylesheet.body.toString();
    expect(written).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=|<style|@import|url\(/);
    expect(written.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:\/\//);
  });

  it('says its language, its title and where it leads', () => {
    expect(signIn).toMatch(/^<!doctype html><html lang="fr">/i);
    expect(signIn).toContain('<title>Choisissez comment vous connecter – Habilis</title>');
    expect(signIn).toContain('Vers Dossiers partagés');
    expect(signIn.match(/<h1/g)).toHaveLength(1);
  });

  it('posts each means by a form of its own', () => {
    expect(signIn).toContain('<form action="/upstream/psc/start" method="post"><input type="hidden" name="interaction" value="uid"/>');
  });

  it('shows a link to report an incident only when it leads somewhere', () => {
    expect(signIn).not.toContain('Signaler un incident');
    expect(
      renderPage(
        <Page t={t} title="x" incident="/incident">
          y
        </Page>,
      ),
    ).toContain('href="/incident"');
  });
});

describe('what people wrote', () => {
  it('is shown as text and never becomes markup', () => {
    const nasty = '<script>alert(1)</script>';
    const html = inPage([<Notice key="n">{nasty}</Notice>, <Prose key="p" markdown={`# ${nasty}\n\n${nasty}`} />]);
    expect(html).not.toContain('<script>');
    expect(html.match(/&lt;script&gt;/g)).toHaveLength(3);
  });
});

describe('a field', () => {
  const html = inPage(<Field name="code" label="Code" hint="Six chiffres" error="Le code a expiré." />);

  it('is read out with its hint and its error', () => {
    expect(html).toContain('aria-describedby="code-hint code-error" aria-invalid="true"');
    expect(html).toMatch(/<label for="code">/);
  });

  it('of a closed list is not answered by accident, nor a statement ticked beforehand', () => {
    expect(inPage(<Select name="why" label="Motif" options={[{ value: 'a', label: 'A' }]} />)).toContain('<option value="" selected="">');
    expect(inPage(<Checkbox name="read" label="J’ai lu" />)).not.toContain('checked');
  });
});

describe('a long text', () => {
  it('keeps its headings below the page’s, its lists and its emphasis', () => {
    expect(inPage(<Prose markdown={'# Objet\nLe texte **engage**\nchacun.\n\n- un\n- deux\n\n1. a\n2. b'} />)).toContain(
      '<h2>Objet</h2><p>Le texte <strong>engage</strong> chacun.</p><ul><li>un</li><li>deux</li></ul><ol><li>a</li><li>b</li></ol>',
    );
  });

  it('leads nowhere', () => {
    expect(inPage(<Prose markdown="[ici](https://ailleurs.example)" />)).not.toContain('<a href="https');
  });
});

it('lists and moments render with their meaning', () => {
  const html = inPage(
    <Form action="/x" hidden={{ csrf: 'abc' }}>
      <Definition items={[{ term: 'Niveau', value: 'eidas2' }]} />
      <Timeline moments={[{ at: new Date('2026-03-29T12:05:00Z'), title: 'Accès suspendu', by: 'Sophie Bernard' }]} />
      <EmptyState title="Aucune demande" />
      <Actions>
        <Button name="act" value="go">
          Continuer
        </Button>
      </Actions>
    </Form>,
  );
  expect(html).toContain('<dt>Niveau</dt><dd>eidas2</dd>');
  expect(html).toContain('<time dateTime="2026-03-29T12:05:00.000Z">29 mars 2026');
  expect(html).toContain('<button type="submit" class="button primary" value="go" name="act">Continuer</button>');
});

it('the name of an asset changes with its content', () => {
  for (const { path: address, immutable } of assets) {
    expect(address).toMatch(/^\/assets\/\w+-[0-9a-f]{12}\.\w+$/);
    expect(immutable).toBe(true);
  }
});
