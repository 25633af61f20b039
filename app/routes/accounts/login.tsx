import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData } from '@remix-run/react';
import { ErrorSummary } from '#app/components/ui/error-summary.tsx';
import { TextField } from '#app/components/ui/text-field.tsx';

export const meta: MetaFunction = () => [{ title: 'Sign in · Firstlook' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  if (context.viewer) throw redirect(nextOf(request));
  return null;
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const email = String(form.get('email') ?? '');
  const password = String(form.get('password') ?? '');
  const { clientAddress } = context;
  const signedIn = await context.attempt(() => context.accounts.signIn({ email, password, clientAddress }));
  if (!signedIn.ok) return data({ failure: signedIn.failure, email }, { status: signedIn.failure.status });
  return redirect(nextOf(request), { status: 303, headers: { 'set-cookie': signedIn.value.cookie } });
}

/** Where to go after signing in: a path of our own, never another site. */
function nextOf(request: Request): string {
  const next = new URL(request.url).searchParams.get('next') ?? '/';
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

export default function Login() {
  const tried = useActionData<typeof action>();
  return (
    <main id="main" className="page page-narrow py-16">
      <h1 className="text-xl">Sign in</h1>
      <Form method="post" className="card mt-6 flex flex-col gap-4 p-6">
        {tried && <ErrorSummary message={tried.failure.message} />}
        <TextField
          name="email"
          label="Mail address"
          type="email"
          autoComplete="username"
          required
          defaultValue={tried?.email}
        />
        <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
        <button type="submit" className="btn btn-primary btn-wide">
          Sign in
        </button>
      </Form>
      <p className="mt-4 text-sm text-muted">No account yet, or the password is lost? Ask an admin for a link.</p>
    </main>
  );
}
