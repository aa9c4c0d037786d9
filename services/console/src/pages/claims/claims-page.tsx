import { useNavigate, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { type Claim, useClaims, useRevokeClaim } from '../../api/claims.ts';
import { useShortcuts } from '../../app/shortcuts.tsx';
import { useTitle } from '../../app/title.ts';
import { usePageKeys } from '../../app/use-page-keys.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { Bones } from '../../parts/bones.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Ago, Left } from '../../parts/moment.tsx';
import { Command, FailureNotice, Notice } from '../../parts/notice.tsx';
import { Page } from '../../parts/page.tsx';
import rows from '../../parts/rows.module.css';
import { Said, type SaidLast } from '../../parts/said.tsx';
import { ScopeFields } from '../../parts/scope-fields.tsx';
import { counted } from '../../words/quantity.ts';
import { projectText } from '../../words/session-words.ts';
import { WorkSections } from '../work/work-sections.tsx';
import { ClaimLink } from './claim-link.tsx';
import type { ClaimsSearch } from './route.ts';

/** Who holds what for themselves, and until when. */
export function ClaimsPage() {
  const search = useSearch({ from: '/work/claims' });
  const navigate = useNavigate({ from: '/work/claims' });
  const claims = useClaims(search);
  const revoke = useRevokeClaim();
  const page = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const [asking, setAsking] = useState<Claim>();
  const [said, setSaid] = useState<SaidLast>();
  const list = claims.data?.claims ?? [];
  const change = (next: ClaimsSearch) => void navigate({ search: next, replace: true });
  useTitle('Claims');
  usePageKeys('Claims', { page, row: 'claim' });
  useShortcuts('Do about it', [
    {
      keys: ['v'],
      label: 'Revoke the claim',
      run: () => {
        const claim = list.find(({ id }) => id === chosen);
        if (claim !== undefined) setAsking(claim);
        return claim !== undefined;
      },
    },
  ]);
  const take = ({ id, resource }: Claim) => {
    setAsking(undefined);
    revoke.mutate(id, {
      onSuccess: () => setSaid({ text: `Revoked: ${resource}`, failed: false, undo: undefined }),
      onError: (error) => setSaid({ text: error.message, failed: true, undo: undefined }),
    });
  };
  return (
    <Page
      page={page}
      title="Claims"
      sum={claims.data && list.length > 0 && `${counted(list.length, 'claim')} held`}
      tools={<ScopeFields search={search} onChange={change} without={['actor', 'harness', 'model']} />}
      sections={<WorkSections />}
    >
      {claims.isPending && <Bones label="Loading claims" inset={false} />}
      {claims.error && <FailureNotice error={claims.error} onRetry={() => void claims.refetch()} />}
      {claims.data && list.length === 0 && (
        <Notice icon="lock" title="Nobody holds anything">
          <p>An agent that claims a path or a task keeps others from it until it gives it back or its time is up.</p>
          <Command>hookline claims take path src/cart.ts --expires 30m</Command>
        </Notice>
      )}
      {list.length > 0 && (
        <ol className={rows.rows} aria-label="Claims">
          {list.map((claim) => (
            <li key={claim.id} className={rows.row} onFocus={() => setChosen(claim.id)}>
              <ClaimLink claim={claim} className={rows.open}>
                <span className={rows.sign} title={claim.kind}>
                  <Icon name={claim.kind === 'task' ? 'plan' : claim.kind === 'glob' ? 'folder' : 'file'} size={14} />
                  <span className="unseen">{claim.kind}</span>
                </span>
                <span className={rows.title}>{claim.resource}</span>
                <span className={rows.end}>
                  <Left until={claim.expiresAt} skewMs={claims.data?.skewMs ?? 0} />
                </span>
                {claim.purpose && <span className={rows.text}>{claim.purpose}</span>}
                <span className={rows.about}>
                  <span>held by {claim.holder}</span>
                  {claim.session && claim.session !== claim.holder && <span>{claim.session}</span>}
                  {claim.project && <span>{projectText({ project: claim.project, projectName: null })}</span>}
                  <span>
                    since <Ago time={claim.takenAt} />
                  </span>
                </span>
              </ClaimLink>
              <ActionButton icon="barred" tone="bad" disabled={revoke.isPending} onClick={() => setAsking(claim)}>
                Revoke<span className="unseen"> the claim on {claim.resource}</span>
              </ActionButton>
            </li>
          ))}
        </ol>
      )}
      {asking && (
        <ConfirmDialog
          icon="barred"
          title={`Take ${asking.resource} from its holder`}
          about={`${asking.holder} believes to hold it. What it says about it from then on is refused, and others can claim it.`}
          label="Revoke it"
          onDo={() => take(asking)}
          onClose={() => setAsking(undefined)}
        />
      )}
      <Said said={said} forget={() => setSaid(undefined)} />
    </Page>
  );
}
