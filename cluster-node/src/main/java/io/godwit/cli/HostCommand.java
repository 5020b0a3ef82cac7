package io.godwit.cli;

import picocli.CommandLine.Command;

/// What can be asked about one host.
@Command(
        name = "host",
        description = "Looks into a host.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {HostCpuCommand.class, HostMemoryCommand.class, HostSwitchCommand.class})
final class HostCommand {}
