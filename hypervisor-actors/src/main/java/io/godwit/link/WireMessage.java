package io.godwit.link;

/// A message between hosts. Families of messages are sealed interfaces that extend this one, their members records of
/// ids and values. None holds an `ActorRef`, at any depth.
public interface WireMessage {}
