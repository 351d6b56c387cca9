import { Button } from 'react-aria-components/Button';
import { Text } from 'react-aria-components/Text';
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components/Toast';
import { t } from '../words.ts';

export interface Message {
  readonly text: string;
  /** Whom it is about: what was offered to be taken back is no longer, once something else was done to them. */
  readonly about?: string;
  readonly undo?: () => void;
}

const queue = new ToastQueue<Message>({ maxVisibleToasts: 3 });

/** What just happened. One that can be undone stays until it is closed: nobody should race a clock to take an act back. */
export function say(message: Message): void {
  for (const { key, content } of queue.visibleToasts) if (content.undo && content.about === message.about) queue.close(key);
  queue.add(message, message.undo ? {} : { timeout: 6_000 });
}

export function Toasts() {
  return (
    <ToastRegion queue={queue} className="toasts" aria-label={t('toast.region')}>
      {({ toast }) => (
        <Toast toast={toast} className="toast">
          <ToastContent>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.undo && (
            <Button
              className="toast-undo"
              onPress={() => {
                queue.close(toast.key);
                toast.content.undo?.();
              }}
            >
              {t('toast.undo')}
            </Button>
          )}
          <Button slot="close" className="toast-close" aria-label={t('close')}>
            <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
              <path d="M6 6l12 12M18 6 6 18" />
            </svg>
          </Button>
        </Toast>
      )}
    </ToastRegion>
  );
}
