package io.godwit.cli;

import io.godwit.client.Unreachable;
import io.godwit.process.ProcessLost;
import io.godwit.unit.Excerpt;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/// The command `godwit`: its subcommands stand in the order in which `--help` tells of them.
///
/// Every command exits with a code of the drill's verdict, [#INVALID] for a mistake in its arguments or files, told in
/// one sentence, or [#BROKEN] for a bug.
@Command(
        name = "godwit",
        description = "Emulates a fleet of virtualization hosts that you can break.",
        mixinStandardHelpOptions = true,
        versionProvider = Godwit.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DrillCommand.class,
            LabCommand.class,
            ValidateCommand.class,
            UpCommand.class,
            HostsCommand.class,
            DatastoresCommand.class,
            HostCommand.class,
            VmsCommand.class,
            VmCommand.class,
            ImagesCommand.class,
            ImageCommand.class,
            ScaleCommand.class,
            AdviseCommand.class,
            MigrationsCommand.class,
            DrainCommand.class,
            HostVerbs.Restore.class,
            HostVerbs.Kill.class,
            HostVerbs.Start.class,
            EventsCommand.class,
            DownCommand.class,
            NodeCommand.class,
            ArrayCommand.class,
            PredictCommand.class,
            CompletionCommand.class,
            Benchmark.class
        })
public final class Godwit {

    public static final int INVALID = 254;
    public static final int BROKEN = 255;

    /// How much of the log a person sees at the console. Nodes keep more, in files of their own.
    private static final String LOG = "godwit.log";

    public static void main(String[] args) {
        if (System.getProperty(LOG) == null) {
            System.setProperty(LOG, "ERROR"); // what is lost and found again is a fleet's daily life
        }
        System.exit(run(args));
    }

    /// No bug may end with the code of a verdict.
    private static int run(String... args) {
        Starvation.watch();
        try {
            return commandLine().execute(args);
        } catch (OutOfMemoryError starved) {
            return Starvation.told();
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Godwit())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Long.class, Godwit::wholeNumber)
                .setParameterExceptionHandler((mistake, _) -> refuse(mistake))
                .setExecutionExceptionHandler((bug, command, _) -> failed(bug, command));
    }

    private static int failed(Exception bug, CommandLine command) {
        switch (bug) {
            case Unreachable mistake -> {
                command.getErr().println(mistake.getMessage());
                return INVALID;
            }
            case InvalidSettings mistake -> {
                command.getErr().println(mistake.getMessage());
                return INVALID;
            }
            case ProcessLost lost -> command.getErr().println(sentence(lost));
            case Unwritten unwritten -> command.getErr().println(unwritten.getMessage());
            default -> bug.printStackTrace(command.getErr());
        }
        return BROKEN;
    }

    private static String sentence(ProcessLost lost) {
        return lost.isExplained()
                ? lost.getMessage()
                : lost.getMessage()
                        + "\nThe drill did not end it: this is a bug of Godwit, or another program's doing.";
    }

    private static Long wholeNumber(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException none) {
            throw new TypeConversionException("'" + Excerpt.of(text) + "' is no whole number that fits");
        }
    }

    private static int refuse(ParameterException mistake) {
        CommandLine command = mistake.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println(mistake.getMessage() + " (see " + name + " --help)");
        return INVALID;
    }

    /// The version that the build wrote into the jar.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Godwit.class.getPackage().getImplementationVersion();
            return new String[] {"godwit " + (version == null ? "(not packaged)" : version)};
        }
    }
}
