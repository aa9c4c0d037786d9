import { rmSync } from 'node:fs';
import { InstallRecords, textHash } from './record.ts';
import {
  assertWritable,
  readSettingsFile,
  removeEmptyFolders,
  replaceText,
  SettingsFileError,
} from './settings-file.ts';

/**
 * What undoing an installation would do.
 * `restore`: the file is as we left it, so the original bytes come back (or the file we made goes);
 * `remove-entries`: somebody edited it since, so only our entries go; `nothing`: there are none.
 */
export interface UninstallPlan {
  readonly harness: string;
  readonly home: string;
  readonly outcome: 'restore' | 'remove-entries' | 'nothing';
  readonly settings: {
    readonly path: string;
    readonly realPath: string;
    readonly before: string | null;
    readonly after: string | null;
  };
  /** Files of ours that nothing needs any more. */
  readonly filesToRemove: readonly string[];
  /** What happens and why, for a person. */
  readonly message: string;
}

export interface UninstallRequest {
  readonly harness: string;
  readonly home: string;
  readonly settingsPath: string;
  /** The harness's files under the home. They go with the last settings file that names them. */
  readonly files: readonly string[];
  /** The settings without our entries; the same text when there are none. Throws when it cannot read them. */
  readonly removeOurs: (text: string) => string;
}

export function planUninstall(request: UninstallRequest): UninstallPlan {
  const { harness, home } = request;
  const records = new InstallRecords(home);
  const { path, realPath, text: before } = readSettingsFile(request.settingsPath);
  const record = records.find(harness, realPath);
  const others = records.all(harness).filter((other) => other.realPath !== realPath);
  const base = { harness, home, filesToRemove: others.length === 0 ? request.files : [] };
  const settings = { path, realPath, before };
  if (before === null) {
    return { ...base, outcome: 'nothing', settings: { ...settings, after: null }, message: `${path} does not exist` };
  }
  if (record && textHash(before) === record.leftHash) {
    if (record.original === 'absent') {
      const message = `${path} is as we left it and was not there before: it is removed`;
      return { ...base, outcome: 'restore', settings: { ...settings, after: null }, message };
    }
    const after = records.original(record);
    if (after !== undefined) {
      const message = `${path} is as we left it: the original is restored byte for byte`;
      return { ...base, outcome: 'restore', settings: { ...settings, after }, message };
    }
  }
  const after = request.removeOurs(before);
  if (after === before) {
    return { ...base, outcome: 'nothing', settings: { ...settings, after }, message: `${path} has no hooks of ours` };
  }
  const why = record ? 'was edited since we installed' : 'has no backup in this home';
  const message = `${path} ${why}: only our entries are removed`;
  return { ...base, outcome: 'remove-entries', settings: { ...settings, after }, message };
}

/** Does what the plan says. Throws {@link SettingsFileError} when the settings changed since it was made. */
export function applyUninstall(plan: UninstallPlan): void {
  const { path, realPath, before, after } = plan.settings;
  const current = readSettingsFile(path);
  if (current.text !== before) throw new SettingsFileError(path, 'it changed since the plan was made; plan again');
  const records = new InstallRecords(plan.home);
  const record = records.find(plan.harness, realPath);
  if (after === null) {
    rmSync(realPath, { force: true });
    removeEmptyFolders(record?.foldersMade ?? []);
  } else if (after !== before) {
    assertWritable(current);
    replaceText(realPath, after);
  }
  if (record) records.forget(record);
  for (const file of plan.filesToRemove) rmSync(file, { force: true });
}
