export { readFolder, readYaml } from './read-yaml.ts';
export { readTogether, SettingsError, type Problem } from './settings-error.ts';
export { revealSecret, secretReference, type SecretReference } from './secret.ts';
