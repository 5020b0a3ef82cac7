package io.godwit.link;

/// A message that came over the link, and the endpoint that sent it.
public record Delivery(Endpoint from, WireMessage message) {}
