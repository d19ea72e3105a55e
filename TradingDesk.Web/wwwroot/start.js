// Starts the circuit so that a silent connection counts as lost within two seconds (the server's keep-alive is 750 ms).
// Without enhanced navigation: a link clicked before the circuit is up loads its page as browsers do. Enhanced, it raced with the starting circuit and left the page empty.
Blazor.start({
  ssr: { disableDomPreservation: true },
  circuit: {
    configureSignalR: (builder) => builder.withServerTimeout(2000).withKeepAliveInterval(750),
    reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: (attempt) => Math.min(300 * 2 ** Math.min(attempt, 5), 5000) },
  },
});
