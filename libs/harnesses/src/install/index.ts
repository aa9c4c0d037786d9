/** How any harness's settings are changed and changed back: plan, diff, apply, undo. */
export { type ApplyReport, applyPlan, diffFile, diffPlan, type FileChange, type InstallPlan } from './plan.ts';
export { SettingsFileError } from './settings-file.ts';
export { applyUninstall, type UninstallPlan } from './uninstall.ts';
