import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { ErrorSummary } from '#app/components/ui/error-summary.tsx';
import { TextField } from '#app/components/ui/text-field.tsx';

export const meta: MetaFunction = () => [{ title: 'Choose a password · Firstlook' }];

export function loader({ context, params }: LoaderFunctionArgs) {
  const link = context.accounts.peekLink(params.token ?? '');
  const isValid = link?.purpose === 'password';
  return data({ isValid, name: isValid ? link.personName : null }, { status: isValid ? 200 : 410 });
}

export async function action({ context, request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const password = String(form.get('password') ?? '');
  const done = await context.attempt(() => context.accounts.finishPassword({ secret: params.token ?? '', password }));
  if (!done.ok) return data({ failure: done.failure }, { status: done.failure.status });
  return redirect('/', { status: 303, headers: { 'set-cookie': done.value.cookie } });
}

export default function Reset() {
  const { isValid, name } = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  if (!isValid) return <SpentLink />;
  const isWeak = tried?.failure.code === 'FL_AUTH_WEAK_PASSWORD';
  return (
    <main id="main" className="page page-narrow py-16">
      <h1 className="text-xl">{name ? `Welcome, ${name}` : 'Choose a password'}</h1>
      <p className="mt-2 text-muted">Choose the password you will sign in with. This link works once.</p>
      <Form method="post" className="card mt-6 flex flex-col gap-4 p-6">
        {tried && <ErrorSummary message={tried.failure.message} />}
        <TextField
          name="password"
          label="Password"
          hint="12 characters or more."
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={200}
          error={isWeak ? tried.failure.message : undefined}
        />
        <button type="submit" className="btn btn-primary btn-wide">
          Save and sign in
        </button>
      </Form>
    </main>
  );
}

function SpentLink() {
  return (
    <main id="main" className="page page-narrow py-16">
      <h1 className="text-xl">This link does not work any more</h1>
      <p className="mt-2">It was used or has expired. Ask an admin for a new one.</p>
    </main>
  );
}
