package io.godwit.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Orders about one host.
final class HostVerbs {

    /// A process that is started again has to become ready.
    private static final Duration START = Duration.ofMinutes(2);

    private HostVerbs() {}

    @Command(name = "restore", description = "Lets a drained host take VMs again.", mixinStandardHelpOptions = true)
    static final class Restore implements Callable<Integer> {

        @Parameters(paramLabel = "HOST", description = "its name")
        private String host = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.order("POST", "/v1/hosts/" + Names.inPath(host) + "/restore", START);
        }
    }

    @Command(
            name = "kill-host",
            description = "Kills the process that carries a host (SIGKILL); it stays down until start-host.",
            mixinStandardHelpOptions = true)
    static final class Kill implements Callable<Integer> {

        @Parameters(paramLabel = "HOST", description = "a host, or a node or array")
        private String host = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.order("POST", "/v1/hosts/" + Names.inPath(host) + "/kill", START);
        }
    }

    @Command(
            name = "start-host",
            description = "Starts the process of a host again. Local disks of its VMs ended with the old one.",
            mixinStandardHelpOptions = true)
    static final class Start implements Callable<Integer> {

        @Parameters(paramLabel = "HOST", description = "a host, or a node or array")
        private String host = "";

        @Mixin
        private Reach reach = new Reach();

        @Override
        public Integer call() {
            return reach.order("POST", "/v1/hosts/" + Names.inPath(host) + "/start", START);
        }
    }
}
