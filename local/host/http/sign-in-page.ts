import type { User } from './users';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => escapes[character] ?? character);

/** The page where a browser chooses who to be; there is no password. */
export function signInPage(users: readonly User[], redirect: string): string {
  const choices = users.map(
    ({ name, roles }) =>
      `<li><button name="user" value="${escapeHtml(name)}">${escapeHtml(name)}</button> ` +
      `<small>${escapeHtml(roles.join(', '))}</small></li>`,
  );
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in (local)</title>
<h1>Sign in (local)</h1>
<p>This stands in for App Service authentication on this machine. It is not a security boundary.</p>
<form method="post" action="/.auth/login/local">
<input type="hidden" name="post_login_redirect_uri" value="${escapeHtml(redirect)}">
<ul>
${choices.join('\n')}
</ul>
</form>
</html>
`;
}
