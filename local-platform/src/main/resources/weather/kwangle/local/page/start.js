// The page of the local run: "Authorize" signs a user in as the public client, with PKCE and no secret.
window.onload = () => {
  const ui = SwaggerUIBundle({
    url: "openapi.json",
    dom_id: "#contract",
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    persistAuthorization: false,
    validatorUrl: null,
    oauth2RedirectUrl: window.location.origin + "/docs/oauth2-redirect.html",
  });
  ui.initOAuth({
    clientId: "internal-console",
    scopes: "max-weather/read:forecast max-weather/write:forecast",
    usePkceWithAuthorizationCodeGrant: true,
  });
};
