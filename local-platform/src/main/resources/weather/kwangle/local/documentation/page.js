const page = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#contract",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  persistAuthorization: true,
  validatorUrl: null,
  oauth2RedirectUrl: new URL("oauth2-redirect.html", window.location.href).href,
});
page.initOAuth({
  clientId: "internal-console",
  scopes: "max-weather/read:forecast max-weather/write:forecast",
  usePkceWithAuthorizationCodeGrant: true,
});
