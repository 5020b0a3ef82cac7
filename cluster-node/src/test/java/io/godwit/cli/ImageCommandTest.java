package io.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ImageCommandTest {

    private final StringWriter err = new StringWriter();
    private FakeDoor door;

    @BeforeEach
    void open() throws IOException {
        door = new FakeDoor();
        door.says("GET /v1/images", 200, """
                {"images":[{"image":"debian-12"}],"saved":[{"image":"golden","of":"web-1"}]}""");
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void takesNothingForAnImageWhoseNameIsTaken() {
        assertThat(save("debian-12")).isEqualTo(1);
        assertThat(save("golden")).isEqualTo(1);
        assertThat(save("")).isEqualTo(254);
        assertThat(err.toString().lines())
                .containsExactly(
                        "debian-12 is the name of an image that comes with the fleet: choose another name",
                        "there is an image golden already: choose another name",
                        "'' is no name: use small letters, digits and dashes");
        assertThat(door.asked()).noneMatch(call -> call.contains("/snapshot"));
    }

    @Test
    void takesACopyForAnImageWhoseNameIsFree() {
        assertThat(save("silver")).isEqualTo(1); // as there is no such VM at this door
        assertThat(door.asked()).containsExactly("GET /v1/images", "GET /v1/vms/web-1");
    }

    private int save(String name) {
        String[] args = {"image", "save", "web-1", name, "--door", door.url()};
        return Godwit.commandLine().setErr(new PrintWriter(err, true)).execute(args);
    }
}
