package io.godwit.verdict;

/// The verdict in three parts, a sentence each. They are never blended into a score.
///
/// @param exitCode of the command that played the drill
/// @param sentence the whole in one line
public record Verdict(Outcome outcome, int exitCode, String sentence, Part safety, Part objectives, Part recovery) {

    public record Part(Standing standing, String sentence) {}
}
