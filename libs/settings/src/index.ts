export { readFolder, readFolderTexts, readYaml, readYamlText, type YamlText } from './read-yaml.ts';
export { collecting, readTogether, SettingsError, type Problem } from './settings-error.ts';
export { pathText } from './explain.ts';
export { revealSecret, secretReference, type SecretReference } from './secret.ts';
export { SERVICE, STACK, type Environment } from './environment.ts';
export { readEnvironment, type Values, type Variable, type Variables } from './variables.ts';
export { DEVELOPMENT_KEY, refuseUnsafeStart } from './production.ts';
export { environmentTable, envExample } from './print-environment.ts';
