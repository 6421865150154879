#!/usr/bin/env bash
# Makes the app registration for the sign-in, or brings the one whose client id is given up to date. It gets no secret: the app's own
# identity stands in for one. Needs the Azure CLI, signed in as somebody who may register applications.
#
# usage: infra/register-app.sh NAME APP_URL APP_PRINCIPAL_ID [CLIENT_ID]
set -euo pipefail

if [ $# -lt 3 ] || [ $# -gt 4 ]; then
  echo "usage: $0 NAME APP_URL APP_PRINCIPAL_ID [CLIENT_ID of one that is there] (URL and principal are outputs of the deployment)" >&2
  exit 2
fi
name=$1 url=$2 principal=$3 app=${4:-}
here=$(cd "$(dirname "$0")" && pwd)
cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46 # the Azure CLI, which may ask for tokens on behalf of whoever is signed in
graph=$(az cloud show --query endpoints.microsoftGraphResourceId --output tsv)
login=$(az cloud show --query endpoints.activeDirectory --output tsv)
tenant=$(az account show --query tenantId --output tsv)
case $(az cloud show --query name --output tsv) in
  AzureUSGovernment) audience=api://AzureADTokenExchangeUSGov ;;
  AzureChinaCloud) audience=api://AzureADTokenExchangeChina ;;
  *) audience=api://AzureADTokenExchange ;;
esac

# What was just made is known to all of Microsoft Graph a while later only.
patiently() { # a command, for a minute
  local tries=1
  until "$@"; do
    if [ "$tries" = 7 ]; then return 1; fi
    tries=$((tries + 1))
    sleep 10
  done
}

if [ -z "$app" ]; then
  # A name is nobody's: whoever made one of this name before could take every role.
  other=$(az ad app list --filter "displayName eq '$name'" --query '[0].appId' --output tsv)
  if [ -n "$other" ]; then
    echo "$0: there is a registration of this name already, $other. If it is yours, give its client id as the fourth argument." >&2
    exit 1
  fi
  app=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)
fi
trap 'echo "$0: not finished. Run it again with $app as the fourth argument." >&2' ERR
patiently az ad app update --id "$app" --identifier-uris "api://$app" --app-roles "@$here/app-roles.json" \
  --web-redirect-uris "$url/.auth/login/aad/callback"

# The scope first: an application can be let in to it only once it is there.
registration="${graph%/}/v1.0/applications(appId='$app')"
scope=$(grep -o '"id": "[^"]*"' "$here/app-api.json" | cut -d'"' -f4)
patiently az rest --method PATCH --url "$registration" --headers Content-Type=application/json --body "@$here/app-api.json"
patiently az rest --method PATCH --url "$registration" --headers Content-Type=application/json --body \
  "{\"api\":{\"preAuthorizedApplications\":[{\"appId\":\"$cli\",\"delegatedPermissionIds\":[\"$scope\"]}]}}"

# Only those who were given a role get a token at all.
az ad sp show --id "$app" --output none 2>/dev/null || patiently az ad sp create --id "$app" --output none
patiently az rest --method PATCH --url "${graph%/}/v1.0/servicePrincipals(appId='$app')" \
  --headers Content-Type=application/json --body '{"appRoleAssignmentRequired":true}'

credentials=$(az ad app federated-credential list --id "$app" --query "[?subject=='$principal'] | length(@)" --output tsv)
if [ "$credentials" = 0 ]; then
  patiently az ad app federated-credential create --id "$app" --output none --parameters \
    "{\"name\":\"app-identity-$principal\",\"issuer\":\"${login%/}/$tenant/v2.0\",\"subject\":\"$principal\",\"audiences\":[\"$audience\"]}"
fi

echo "$app"
