package io.godwit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A VM of a running fleet, as commands on one take it.
final class OneVm {

    @Parameters(paramLabel = "VM", description = "its name")
    private String name = "";

    @Mixin
    private Reach reach = new Reach();

    String name() {
        return name;
    }

    Reach reach() {
        return reach;
    }

    /// @param rest what of it, such as `/exits`; may be empty
    String path(String rest) {
        return "/v1/vms/" + Names.inPath(name) + rest;
    }

    void print(String line) {
        reach.print(line);
    }

    /// Asks for something of it and shows that.
    ///
    /// @param rest as for [#path]
    int show(String rest, Consumer<JsonNode> people) {
        return reach.show(path(rest), people);
    }

    /// Orders something that needs no more words, and says what is done.
    int order(String verb) {
        return reach.order("POST", path("/" + verb), VmCommand.PATIENCE);
    }
}
