import { type ActionFunctionArgs, redirect } from '@remix-run/node';

/** Signing out is a form; the address alone does nothing, so that no link or picture can sign anyone out. */
export function loader() {
  return redirect('/');
}

export function action({ context, request }: ActionFunctionArgs) {
  const cookie = context.accounts.signOut(request.headers.get('cookie') ?? undefined);
  return redirect('/login', { status: 303, headers: { 'set-cookie': cookie } });
}
