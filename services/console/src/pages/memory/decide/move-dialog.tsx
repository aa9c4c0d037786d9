import { useState } from 'react';
import { type Memory, useTeams } from '../../../api/memory.ts';
import dialog from '../../../parts/dialog.module.css';
import { Dialog } from '../../../parts/dialog.tsx';
import { scopeText } from '../../../words/memory-words.ts';
import styles from './decide.module.css';

/** Moves a memory to where it holds from now on: wider is told to more people. */
export function MoveDialog(props: { memory: Memory; onChoose: (scope: string) => void; onClose: () => void }) {
  const { memory, onChoose, onClose } = props;
  const teams = useTeams().data?.teams.filter(({ projects }) => projects.includes(memory.project)) ?? [];
  const [chosen, setChosen] = useState(memory.scope);
  const scopes = [
    ...(memory.home.startsWith('person:') ? [{ scope: memory.home, about: 'As it was observed' }] : []),
    { scope: `project:${memory.project}`, about: 'Everybody who works on this project' },
    ...teams.map(({ team, projects }) => ({
      scope: `team:${team}`,
      about: `Every project of the team: ${projects.map((one) => one.split('/').at(-1)).join(', ')}`,
    })),
    { scope: 'organisation', about: 'Every project there is' },
  ];
  const isNow = (scope: string) => scope === memory.scope || memory.scope.startsWith(`${scope}:`);
  return (
    <Dialog
      icon="up"
      title="Where it holds"
      about={`Now: ${scopeText(memory.scope)}. Evidence stays where it was seen.`}
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!isNow(chosen)) onChoose(chosen);
        }}
      >
        <fieldset className={dialog.fields}>
          <legend className="unseen">Scope</legend>
          {scopes.map(({ scope, about }) => (
            <label key={scope} className={dialog.choice}>
              <input
                type="radio"
                name="scope"
                checked={chosen === scope || (scope === 'organisation' && chosen.startsWith('organisation'))}
                onChange={() => setChosen(scope)}
              />
              {scope === 'organisation' ? 'Everybody' : scopeText(scope)}
              <small>{about}</small>
            </label>
          ))}
        </fieldset>
        {teams.length === 0 && (
          <p className={styles.quiet}>
            This project is of no team. <code>hookline memory teams</code> says which are.
          </p>
        )}
        <div className={dialog.buttons}>
          <button type="submit" className={dialog.button} data-main="true" disabled={isNow(chosen)}>
            Move it
          </button>
          <button type="button" className={dialog.button} onClick={onClose}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
