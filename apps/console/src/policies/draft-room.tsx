import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { FormEnd } from '../acts/form-end.tsx';
import { act } from '../api/client.ts';
import { Failed, Loading } from '../shell/states.tsx';
import { say } from '../shell/toasts.tsx';
import { useSettled } from '../use-settled.ts';
import { t } from '../words.ts';
import { forgetDraft, keptDraft, keepDraft } from './draft-aside.ts';
import { changedNames, FileChanges } from './file-changes.tsx';
import { PolicyFrame } from './frame.tsx';
import { LintView } from './lint-view.tsx';
import { usePoliciesRefresh, useVersion, useVersions, type Files, type Lint, type VersionSheet } from './queries.ts';
import { YamlEditor, type EditorHandle } from './yaml-editor.tsx';

const REASONS = ['new-use', 'correction', 'narrowing', 'review'] as const;
/** How long after the last letter the service is asked what it thinks of the whole. */
const SETTLES_MS = 900;

/** A change of the policy as someone writes it: from the version in force, or from another. @fr brouillon */
export function DraftRoom() {
  const [address] = useSearchParams();
  const versions = useVersions();
  const current = versions.data?.items.find(({ state }) => state === 'in-force')?.id;
  const from = address.get('from') ?? current;
  const [base, start] = [useVersion(current), useVersion(from)];
  const error = versions.error ?? base.error ?? start.error;
  return (
    <PolicyFrame title={t('policy.draft-title')}>
      {error && <Failed problem={error} level="h2" />}
      {!error && base.data && start.data ? <DraftForm key={from} base={base.data} start={start.data} /> : !error && <Loading lines={10} />}
    </PolicyFrame>
  );
}

function DraftForm({ base, start }: { base: VersionSheet; start: VersionSheet }) {
  const [files, setFiles] = useState<Files>(() => keptDraft(base.id, start.id) ?? start.files);
  const [file, setFile] = useState(() => changedNames(base.files, files)[0] ?? Object.keys(files)[0] ?? '');
  const [why, setWhy] = useState('');
  const [missing, setMissing] = useState(false);
  const editor = useRef<EditorHandle>(null);
  const changed = changedNames(base.files, files).length > 0;
  const lint = useLint(files, base.files);
  const keeping = useKeeping(files, why);
  const set = (text: string) => {
    const next = { ...files, [file]: text };
    setFiles(next);
    keepDraft(base.id, start.id, next);
  };
  const go = (place: { file: string; line: number | null }) => {
    if (files[place.file] !== undefined) setFile(place.file);
    requestAnimationFrame(() => editor.current?.goTo(place.line ?? 1));
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setMissing(!changed || why === '');
    if (changed && why !== '' && !keeping.isPending) keeping.mutate();
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="lead">{t('policy.draft-lead')}</p>
      <div className="field">
        <label htmlFor="policy-file">{t('policy.file')}</label>
        <select id="policy-file" value={file} onChange={(event) => setFile(event.target.value)}>
          {Object.keys(files).map((name) => (
            <option key={name} value={name}>
              {name}.yaml
            </option>
          ))}
        </select>
      </div>
      <p className="hint" id="policy-editor-hint">
        {t('policy.editor-hint')}
      </p>
      <YamlEditor
        id="policy-editor"
        text={files[file] ?? ''}
        set={set}
        flagged={flaggedIn(lint.data, file)}
        describedBy="policy-editor-hint"
        handle={editor}
      />
      {lint.isFetching && (
        <p className="hint" role="status">
          {t('policy.linting')}
        </p>
      )}
      {lint.error && <Failed problem={lint.error} retry={() => void lint.refetch()} level="h2" />}
      {lint.data && <LintView lint={lint.data} go={go} />}
      <FileChanges before={base.files} after={files} />
      <fieldset className={missing && why === '' ? 'why-draft field refused' : 'why-draft field'}>
        <legend>{t('policy.draft-why')}</legend>
        {missing && <p className="error">{t(changed ? 'policy.draft-why-missing' : 'policy.draft-unchanged')}</p>}
        {REASONS.map((each) => (
          <label key={each} className="check">
            <input type="radio" name="why" value={each} checked={why === each} onChange={() => setWhy(each)} />
            {t(`policy.why-${each}`)}
          </label>
        ))}
      </fieldset>
      <FormEnd doing={keeping} words={t('policy.keep-draft')} busy={t('dialog.doing')} />
      <p className="hint">{t('policy.keep-hint')}</p>
    </form>
  );
}

function flaggedIn(lint: Lint | undefined, file: string): ReadonlySet<number> {
  if (!lint) return new Set();
  const places = [...lint.problems, ...lint.cases.filter(({ wrong }) => wrong !== null), ...lint.findings];
  return new Set(places.filter((each) => each.file === file).flatMap(({ line }) => line ?? []));
}

/** What the service thinks of the files, once nobody has typed for a moment. */
function useLint(files: Files, base: Files) {
  const settled = useSettled(JSON.stringify({ files }), SETTLES_MS);
  return useQuery({
    queryKey: ['policy-lint', settled],
    enabled: settled !== JSON.stringify({ files: base }),
    queryFn: ({ signal }) => act<Lint>('policies/lint', JSON.parse(settled) as object, { signal }),
    placeholderData: (before) => before,
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
  });
}

function useKeeping(files: Files, why: string) {
  const refresh = usePoliciesRefresh();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => act<VersionSheet>('policies', { files, why }),
    onSuccess: async ({ id }) => {
      forgetDraft();
      say({ text: t('policy.draft-kept') });
      void navigate(`/policies/versions/${id}`);
      await refresh();
    },
  });
}
