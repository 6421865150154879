const { app } = require('@azure/functions');
const { read } = require('../lib/observations');

app.http('readObservations', {
  methods: ['GET'],
  route: 'observations',
  handler: (request) => ({ jsonBody: read(request.query.get('key')) }),
});
