import { type ActionFunctionArgs, data, redirect } from '@remix-run/node';
import { preferenceCookies } from '#app/components/ui/preferences.ts';

/** Theme and keys are chosen by a form; the address alone shows nothing. */
export function loader() {
  return redirect('/');
}

/** Keeps the choices in cookies. A form of a page without a script says where to come `back` to. */
export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const headers = new Headers();
  const isSecure = context.portalUrl.startsWith('https:');
  for (const cookie of preferenceCookies(form, isSecure)) headers.append('set-cookie', cookie);
  const back = form.get('back');
  if (typeof back !== 'string') return data(null, { headers });
  return redirect(/^\/(?![/\\])/.test(back) ? back : '/', { status: 303, headers });
}
