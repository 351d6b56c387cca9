import { Body, Button, Container, Head, Heading, Hr, Html, Link, Preview, Section, Text } from '@react-email/components';
import { DARK, FONT, worn } from './look.ts';

export type Tone = 'info' | 'success' | 'warning' | 'danger';

/** What one language says of a mail, ready to be set. */
export interface Part {
  readonly language: string;
  readonly subject: string;
  readonly hello: string;
  readonly body: string;
  /** Terms and what they are worth: a number to keep, an instant. */
  readonly terms: readonly { readonly term: string; readonly value: string }[];
  /** What the button says, and where it leads. */
  readonly action: string;
  readonly link: string;
  /** Said under the button when the link works once, for a while. */
  readonly once: string | null;
  readonly automatic: string;
}

/** A mail in the look of the pages: one card, one act, the second language under the first. */
export function MailPage({ parts, tone }: { parts: readonly Part[]; tone: Tone }) {
  const [first] = parts;
  const ground = worn('m-ground');
  const card = worn('m-card');
  return (
    <Html lang={first!.language}>
      <Head>
        <title>{first!.subject}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style dangerouslySetInnerHTML={{ __html: DARK }} />
      </Head>
      <Body className={ground.className} style={{ ...ground.style, margin: 0, padding: '16px 8px', fontFamily: FONT }}>
        <Preview>{first!.body.slice(0, 140)}</Preview>
        <Container style={{ maxWidth: 576, width: '100%', margin: '0 auto' }}>
          <Brand />
          <Section
            className={card.className}
            style={{ ...card.style, borderWidth: 1, borderStyle: 'solid', borderRadius: 10, overflow: 'hidden' }}
          >
            <div className={worn('m-top').className} style={{ ...worn('m-top').style, height: 4, lineHeight: '4px', fontSize: 0 }} />
            <div style={{ padding: '20px 20px 8px' }}>
              <Said part={first!} tone={tone} level="h1" />
            </div>
            {parts.slice(1).map((part) => (
              <div key={part.language} lang={part.language} style={{ padding: '0 20px 12px' }}>
                <Rule />
                <Said part={part} tone={tone} level="h2" />
              </div>
            ))}
          </Section>
        </Container>
      </Body>
    </Html>
  );
}

function Brand() {
  const mark = worn('m-mark');
  const ink = worn('m-ink');
  return (
    <Text className={ink.className} style={{ ...ink.style, margin: '0 0 12px 4px', fontSize: 20, fontWeight: 700 }}>
      <span
        className={mark.className}
        style={{ ...mark.style, borderRadius: 8, padding: '3px 9px', marginRight: 9, fontSize: 17 }}
        aria-hidden="true"
      >
        H
      </span>
      Habilis
    </Text>
  );
}

function Rule() {
  const line = worn('m-line');
  return <Hr className={line.className} style={{ ...line.style, borderWidth: '1px 0 0', borderStyle: 'solid', margin: '8px 0 20px' }} />;
}

function Said({ part, tone, level }: { part: Part; tone: Tone; level: 'h1' | 'h2' }) {
  const ink = worn('m-ink');
  const button = worn('m-button');
  return (
    <>
      <Heading
        as={level}
        className={ink.className}
        style={{ ...ink.style, margin: '0 0 14px', fontSize: level === 'h1' ? 22 : 18, lineHeight: 1.25 }}
      >
        {part.subject}
      </Heading>
      <Line>{part.hello}</Line>
      <Told tone={tone}>{part.body}</Told>
      {part.terms.length > 0 && <Terms terms={part.terms} />}
      <Button
        href={part.link}
        className={button.className}
        style={{ ...button.style, borderRadius: 10, padding: '12px 22px', fontWeight: 600, fontSize: 16, textDecoration: 'none' }}
      >
        {part.action}
      </Button>
      <Address link={part.link} once={part.once} />
      <Line soft>{part.automatic}</Line>
    </>
  );
}

function Line({ children, soft = false }: { children: string; soft?: boolean }) {
  const wears = worn(soft ? 'm-soft' : 'm-ink');
  return (
    <Text className={wears.className} style={{ ...wears.style, margin: '0 0 14px', fontSize: soft ? 14 : 16, lineHeight: 1.5 }}>
      {children}
    </Text>
  );
}

/** What happened, behind a bar of its tone; the words alone say enough. */
function Told({ tone, children }: { tone: Tone; children: string }) {
  const wears = worn(`m-${tone}`, 'm-ink');
  const bar = { borderWidth: '0 0 0 4px', borderStyle: 'solid', borderRadius: '0 8px 8px 0', padding: '12px 14px' };
  return (
    <Text className={wears.className} style={{ ...wears.style, ...bar, margin: '0 0 16px', fontSize: 16, lineHeight: 1.5 }}>
      {children}
    </Text>
  );
}

function Terms({ terms }: { terms: Part['terms'] }) {
  const soft = worn('m-soft');
  const ink = worn('m-ink');
  return (
    <div style={{ margin: '0 0 16px' }}>
      {terms.map(({ term, value }) => (
        <div key={term} style={{ padding: '0 0 8px' }}>
          <div className={soft.className} style={{ ...soft.style, fontSize: 14 }}>
            {term}
          </div>
          <div className={ink.className} style={{ ...ink.style, fontSize: 16, fontWeight: 600 }}>
            {value}
          </div>
        </div>
      ))}
    </div>
  );
}

/** The address in full: some readers show no buttons, and people do well to look where one leads. */
function Address({ link, once }: Pick<Part, 'link' | 'once'>) {
  const wears = worn('m-link');
  return (
    <div style={{ margin: '12px 0 16px' }}>
      {once && <Line>{once}</Line>}
      <Link
        href={link}
        className={wears.className}
        style={{ ...wears.style, fontSize: 14, wordBreak: 'break-all', textDecoration: 'underline' }}
      >
        {link}
      </Link>
    </div>
  );
}
