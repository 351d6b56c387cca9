import { browserLabel } from '@habilis/http';
import { hiddenInputs } from './hidden-inputs.ts';

describe('the engine’s forms', () => {
  it('give their hidden fields, as they were before they were written', () => {
    const form = `<form><input type="hidden" name="xsrf" value="a1"/><input type="hidden" name="state" value="&quot;&lt;&amp;lt;&#39;"/></form>`;
    expect(hiddenInputs(form)).toEqual({ xsrf: 'a1', state: '"<&lt;\'' });
  });
});

describe('a browser', () => {
  it.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox sur Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari sur iOS',
    ],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge sur Windows'],
    ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36', 'Chrome sur Android'],
    ['<script>alert(1)</script>', 'Navigateur inconnu'],
    ['', 'Navigateur inconnu'],
  ])('that says %s is shown as « %s »', (header, label) => expect(browserLabel(header)).toBe(label));
});
