import { openDatabase } from '@hookline/db';
import { setUpRun } from '@hookline/testing/global-setup';

export default () =>
  setUpRun(async (url) => {
    await using _migrated = await openDatabase(url);
  });
