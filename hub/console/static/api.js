// Shows the API's description in Swagger UI: read only, from this origin.
(() => {
  const place = document.getElementById('swagger')
  if (place && window.SwaggerUIBundle) {
    window.SwaggerUIBundle({
      url: place.dataset.document,
      domNode: place,
      supportedSubmitMethods: [],
      validatorUrl: null,
      queryConfigEnabled: false,
      docExpansion: 'list',
      defaultModelsExpandDepth: 0,
    })
  }
})()
