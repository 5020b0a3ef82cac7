package io.godwit.door;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who may pass a door. With a token, those who show it. Without one the door is on loopback, and programs of this
/// machine pass, but no page in a browser of this machine: those send `Origin`, or a name of their own as `Host`.
record Guard(Optional<String> token) {

    private static final String BEARER = "Bearer ";
    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    /// What is said of itself by a caller; empty where it says nothing.
    record Caller(String host, String origin, String authorization) {}

    Optional<Reply> objection(Caller caller) {
        if (token.isPresent()) {
            return shows(caller.authorization(), token.get())
                    ? Optional.empty()
                    : Optional.of(Reply.refused(
                            401, "this door demands a token: send 'Authorization: Bearer TOKEN' (GODWIT_TOKEN_FILE)"));
        }
        if (!caller.origin().isEmpty()) {
            return Optional.of(Reply.refused(403, "web pages may not pass this door: use a program"));
        }
        return THIS_MACHINE.matcher(caller.host()).matches()
                ? Optional.empty()
                : Optional.of(Reply.refused(
                        403, "this door answers to localhost and addresses of loopback only: use one of those"));
    }

    /// Takes the same time wherever the first difference is.
    private static boolean shows(String authorization, String token) {
        return MessageDigest.isEqual(
                authorization.getBytes(StandardCharsets.UTF_8), (BEARER + token).getBytes(StandardCharsets.UTF_8));
    }
}
