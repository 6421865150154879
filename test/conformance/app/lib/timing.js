/** An instant that many milliseconds after the orchestrator's own time. */
function after(context, milliseconds) {
  return new Date(context.df.currentUtcDateTime.getTime() + milliseconds);
}

module.exports = { after };
