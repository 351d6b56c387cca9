export { readFolder, readYaml } from './read-yaml.ts';
export { readTogether, SettingsError, type Problem } from './settings-error.ts';
export { revealSecret, secretReference, type SecretReference } from './secret.ts';
export { SERVICE, STACK, type Environment } from './environment.ts';
export { readEnvironment, type Values, type Variable, type Variables } from './variables.ts';
export { DEVELOPMENT_KEY, refuseUnsafeStart } from './production.ts';
export { environmentTable, envExample } from './print-environment.ts';
