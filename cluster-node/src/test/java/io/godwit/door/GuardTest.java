package io.godwit.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.door.Guard.Caller;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final Guard ON_LOOPBACK = new Guard(Optional.empty());
    private static final Guard BEYOND = new Guard(Optional.of("0123456789abcdef"));

    @Test
    void programsOfThisMachinePassOnLoopback() {
        assertThat(ON_LOOPBACK.objection(new Caller("127.0.0.1:7010", "", ""))).isEmpty();
        assertThat(ON_LOOPBACK.objection(new Caller("localhost", "", ""))).isEmpty();
        assertThat(ON_LOOPBACK.objection(new Caller("[::1]:7010", "", ""))).isEmpty();
    }

    @Test
    void pagesInABrowserDoNotPass() {
        assertThat(status(ON_LOOPBACK, new Caller("127.0.0.1:7010", "http://evil.example", "")))
                .isEqualTo(403);
        assertThat(status(ON_LOOPBACK, new Caller("evil.example:7010", "", ""))).isEqualTo(403);
        assertThat(status(ON_LOOPBACK, new Caller("127.0.0.1.evil.example", "", "")))
                .isEqualTo(403);
    }

    @Test
    void beyondLoopbackOnlyTheTokenPasses() {
        assertThat(BEYOND.objection(new Caller("h1:7010", "", "Bearer 0123456789abcdef")))
                .isEmpty();
        assertThat(status(BEYOND, new Caller("h1:7010", "", "Bearer 0123456789abcdeg")))
                .isEqualTo(401);
        assertThat(status(BEYOND, new Caller("127.0.0.1", "", ""))).isEqualTo(401);
    }

    private static int status(Guard guard, Caller caller) {
        return guard.objection(caller).orElseThrow().status();
    }
}
