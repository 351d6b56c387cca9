import { OrganisationTree } from './organisation-tree.ts';

const tree = new OrganisationTree(1, [
  { id: 'org-cabinet', parent: 'org-msp' },
  { id: 'org-cpts', parent: null },
  { id: 'org-msp', parent: 'org-cpts' },
  { id: 'org-other', parent: null },
]);

describe('the tree of organisations', () => {
  it('has a community above its structures, whatever the order of the rows', () => {
    expect(tree.above('org-cabinet')).toEqual(['org-cabinet', 'org-msp', 'org-cpts']);
    expect(new Set(tree.below('org-cpts'))).toEqual(new Set(['org-cpts', 'org-msp', 'org-cabinet']));
    expect(tree.below('org-cabinet')).toEqual(['org-cabinet']);
  });

  it('ties nothing to a stranger', () => {
    expect(tree.below('org-other')).toEqual(['org-other']);
    expect(tree.below('org-unknown')).toEqual([]);
  });

  it('ends where organisations lie in a circle', () => {
    const circle = new OrganisationTree(1, [{ id: 'org-a', parent: 'org-b' }, { id: 'org-b', parent: 'org-a' }]); // prettier-ignore
    expect(circle.above('org-a')).toEqual(['org-a', 'org-b']);
  });
});
