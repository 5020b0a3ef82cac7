package io.godwit.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says how many VMs a group has.
@Command(
        name = "scale",
        description = "Gives a group so many VMs, or a rule by which its size follows its load.",
        mixinStandardHelpOptions = true)
final class ScaleCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "GROUP", description = "its name; its VMs are GROUP-1, GROUP-2, ...")
    private String group = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "N", description = "how many VMs it has")
    private Optional<Integer> to = Optional.empty();

    @Option(names = "--min", paramLabel = "N", description = "at least so many")
    private Optional<Integer> min = Optional.empty();

    @Option(names = "--max", paramLabel = "N", description = "at most so many")
    private Optional<Integer> max = Optional.empty();

    @Option(names = "--target", paramLabel = "SHARE", description = "of their CPU that they are to want, such as 60%%")
    private Optional<String> target = Optional.empty();

    @Option(names = "--cooldown", paramLabel = "TIME", description = "from one change to the next (default: 30s)")
    private Optional<String> cooldown = Optional.empty();

    @Option(names = "--free", description = "no rule any more; it keeps its size")
    private boolean free;

    @Mixin
    private Reach reach = new Reach();

    @Override
    public Integer call() {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        to.ifPresent(it -> form.put("to", it));
        min.ifPresent(it -> form.put("min", it));
        max.ifPresent(it -> form.put("max", it));
        target.ifPresent(it -> form.put("target", it));
        cooldown.ifPresent(it -> form.put("cooldown", it));
        if (free) {
            form.put("free", true);
        }
        return reach.post("/v1/groups/" + Names.inPath(group) + "/scale", form);
    }
}
