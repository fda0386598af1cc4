import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { queryClient } from './queries.ts'
import { Doors } from './routes.tsx'
import './ui/colours.css'
import './ui/page.css'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <BrowserRouter>
        <Doors />
      </BrowserRouter>
    </QueryClientProvider>
  </StrictMode>,
)
