import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { lookAgain, retry } from './api/queries.ts';
import { App } from './app.tsx';
import { loadWords, preferredLanguage } from './words.ts';

const queries: QueryClient = new QueryClient({
  // What refuses an act says so first: `NotDone` looks again once it has been read.
  queryCache: new QueryCache({ onError: (error) => lookAgain(queries, error) }),
  // An act that waited for the network would be done later, with nobody there: it fails at once.
  defaultOptions: { queries: { retry, staleTime: 5_000 }, mutations: { retry: false, networkMode: 'always' } },
});

const language = preferredLanguage(navigator.languages);
await loadWords(language);
document.documentElement.lang = language;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <BrowserRouter basename="/console">
        <App />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
);
