import { createContext, useContext } from 'react';

/** The nonce of this answer's content security policy. Only the server knows it; browsers hide it from scripts. */
export const NonceContext = createContext<string | undefined>(undefined);

/** The nonce to put on inline scripts. */
export function useNonce(): string | undefined {
  return useContext(NonceContext);
}
