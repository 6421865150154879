/** The history that the host handed to the SDK for this run, cut down to what the cases look at. */
function historyOf(context) {
  return context.df.state.map((event) => ({
    type: event.EventType,
    id: event.EventId,
    name: event.Name,
    taskId: event.TaskScheduledId ?? event.TimerId,
    timestamp: event.Timestamp,
    fireAt: event.FireAt,
    result: event.Result,
    reason: event.Reason,
    details: event.Details,
    failureDetails: event.FailureDetails,
    version: event.Version,
  }));
}

module.exports = { historyOf };
