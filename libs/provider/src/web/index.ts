export { InteractionController } from './interaction.controller.ts';
export { InteractionPages } from './interaction-pages.tsx';
