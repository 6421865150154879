import { fault, files } from './fault';

const { main, settings } = files;

/** What the app is told. */
export const appSettings = [
  fault(settings, 'setting', 'a misspelt setting', '  OVERDUE_DAYS:', '  OVERDUE_DAY:'),
  fault(settings, 'unused', 'a parameter that reaches no setting', '  OVERDUE_DAYS: string(rules.overdueDays)\n', ''),
  fault(settings, 'missing-setting', 'a missing setting', '  READER_CLIENT_ID: readerClientId\n', '', ['unused']),
  fault(
    settings,
    'forbidden-setting',
    'a setting that Flex Consumption refuses',
    'var always = {',
    "var always = {\n  FUNCTIONS_WORKER_RUNTIME: 'node'",
  ),
  fault(
    settings,
    'setting-value',
    'the wrong identity',
    'ERASER_CLIENT_ID: eraserClientId',
    'ERASER_CLIENT_ID: readerClientId',
    ['unused'],
  ),
  fault(
    settings,
    'setting-value',
    'the wrong account',
    'RequestStorage__blobServiceUri: requestBlobEndpoint',
    'RequestStorage__blobServiceUri: hostBlobEndpoint',
    ['unused'],
  ),
  fault(settings, 'setting-value', 'a value that the app refuses', 'string(rules.approvalExpiryDays)', "'two weeks'", [
    'unused',
  ]),
  fault(
    settings,
    'setting-value',
    'a schedule of five fields',
    'SWEEP_SCHEDULE: rules.sweepSchedule',
    "SWEEP_SCHEDULE: '0 2 * * *'",
    ['unused'],
  ),
  fault(settings, 'setting-value', 'a wrong provider', "'azureManaged'", "'azureManage'"),
  fault(
    settings,
    'secret',
    'a connection string',
    'CONNECTION_STRING: applicationInsightsConnectionString',
    "CONNECTION_STRING: 'DefaultEndpointsProtocol=https;AccountKey=abc'",
    ['unused'],
  ),
  fault(
    settings,
    'secret',
    'a key of an account',
    'rules.sweepSchedule',
    "listKeys(site.id, '2025-01-01').keys[0].value",
    ['function', 'unused'],
  ),
  fault(
    settings,
    'setting',
    'a scheduler where there is none',
    'empty(schedulerEndpoint) ? {} : withScheduler',
    'withScheduler',
  ),
];

/** Names that the code has too. */
export const names = [
  fault(main, 'own-name', 'a wrong queue', "'privacy-requests-poison'", "'privacy-request-poison'"),
  fault(
    main,
    'own-name',
    'a wrong container',
    "'privacy-rejected'\n      'privacy-certificates'",
    "'privacy-reject'\n      'privacy-certificates'",
  ),
  fault(main, 'own-name', 'a wrong task hub', "'DataRequests'", "'DataRequest'"),
  fault(main, 'own-name', 'a wrong service of azd', "serviceName: 'app'", "serviceName: 'api'"),
  fault(
    main,
    'own-name',
    'certificates that expire',
    "rejectedContainer: 'privacy-rejected'",
    "rejectedContainer: 'privacy-certificates'",
  ),
  fault(
    main,
    'own-name',
    'a package where nobody put one',
    '${hostStorage.outputs.blobEndpoint}${deploymentContainer}',
    '${hostStorage.outputs.blobEndpoint}packages',
  ),
  fault('app-roles.json', 'own-name', 'a wrong app role', '"Requests.Erase"', '"Requests.Delete"'),
  fault(
    'alerts.json',
    'event-name',
    'an event that the app does not log',
    'event=request_failed',
    'event=request_fail',
  ),
];
