package io.godwit.launch;

/// What is to be said of a process that has ended.
///
/// @param sentence for people, with the process's own words where they say more
/// @param explained the sentence names the cause, and what to do about it
public record LastWords(String sentence, boolean explained) {}
