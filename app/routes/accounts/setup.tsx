import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { ErrorSummary } from '#app/components/ui/error-summary.tsx';
import { TextField } from '#app/components/ui/text-field.tsx';

export const meta: MetaFunction = () => [{ title: 'Set up Firstlook' }];

export function loader({ context, request }: LoaderFunctionArgs) {
  const link = context.accounts.peekLink(tokenOf(request));
  return data({ isValid: link?.purpose === 'setup' }, { status: link?.purpose === 'setup' ? 200 : 410 });
}

export async function action({ context, request }: ActionFunctionArgs) {
  const form = await request.formData();
  const name = String(form.get('name') ?? '');
  const email = String(form.get('email') ?? '');
  const password = String(form.get('password') ?? '');
  const secret = tokenOf(request);
  const done = await context.attempt(() => context.accounts.finishSetup({ secret, name, email, password }));
  if (!done.ok) return data({ failure: done.failure, name, email }, { status: done.failure.status });
  return redirect('/', { status: 303, headers: { 'set-cookie': done.value.cookie } });
}

function tokenOf(request: Request): string {
  return new URL(request.url).searchParams.get('token') ?? '';
}

export default function Setup() {
  const { isValid } = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  if (!isValid) return <SpentLink />;
  const errors = tried?.failure.fields;
  const passwordError =
    errors?.password ?? (tried?.failure.code === 'FL_AUTH_WEAK_PASSWORD' ? tried.failure.message : undefined);
  return (
    <main id="main" className="page page-narrow py-16">
      <h1 className="text-xl">Make the first account</h1>
      <p className="mt-2 text-muted">It will be an admin: you can add other people afterwards.</p>
      <Form method="post" className="card mt-6 flex flex-col gap-4 p-6">
        {tried && <ErrorSummary message={tried.failure.message} />}
        <TextField
          name="name"
          label="Your name"
          autoComplete="name"
          required
          maxLength={200}
          defaultValue={tried?.name}
          error={errors?.name}
        />
        <TextField
          name="email"
          label="Mail address"
          type="email"
          autoComplete="username"
          required
          defaultValue={tried?.email}
          error={errors?.email}
        />
        <TextField
          name="password"
          label="Password"
          hint="12 characters or more."
          type="password"
          autoComplete="new-password"
          required
          minLength={12}
          maxLength={200}
          error={passwordError}
        />
        <button type="submit" className="btn btn-primary btn-wide">
          Make the account
        </button>
      </Form>
    </main>
  );
}

function SpentLink() {
  return (
    <main id="main" className="page page-narrow py-16">
      <h1 className="text-xl">This set-up link does not work any more</h1>
      <p className="mt-2">
        It was used, has expired or is not complete. Start Firstlook again: it prints a new link while there is no
        account.
      </p>
    </main>
  );
}
