package io.godwit.registry;

import io.godwit.registry.VmRecord.Owner;
import io.godwit.vm.VmSpec;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Commands, answers and views as the history has them: short, and different for what is different.
final class RegistryWords {

    /// VMs of a view that are told one by one. A controller's look sees a whole fleet, and looks often.
    private static final int TOLD = 16;

    private RegistryWords() {}

    static String of(CommandId id) {
        return id.client() + "/" + id.number();
    }

    static String of(RegistryCommand command) {
        return switch (command) {
            case RegistryCommand.JoinNode c -> "join " + c.node() + " boot " + c.boot();
            case RegistryCommand.DeclareLost c -> lost(c);
            case RegistryCommand.Cordon c -> (c.cordoned() ? "cordon " : "uncordon ") + c.host();
            case RegistryCommand.CreateVm c -> "create " + c.spec().id();
            case RegistryCommand.AdoptVm c -> "create " + c.spec().id() + " from " + c.copy();
            case RegistryCommand.DestroyVm c -> "destroy " + c.vm();
            case RegistryCommand.SetDesired c -> "want " + c.vm() + " " + lower(c.desired());
            case RegistryCommand.ReviseVm c ->
                "revise " + c.vm() + " revision " + c.revision() + " to " + size(c.spec())
                        + (c.byReboot() ? " by reboot" : "");
            case RegistryCommand.SettleRevision c -> settled(c);
            case RegistryCommand.ScaleGroup c -> "scale " + c.group() + " from " + c.from() + " to " + c.to();
            case RegistryCommand.RuleGroup c -> ruled(c);
            case RegistryCommand.RebootVm c -> "reboot " + c.vm() + "@" + c.epoch();
            case RegistryCommand.ConfirmReboot c ->
                "rebooted " + c.vm() + "@" + c.epoch() + " on " + c.host() + "." + c.incarnation();
            case RegistryCommand.Assign c -> assigned(c);
            case RegistryCommand.ConfirmStart c ->
                "confirm " + c.vm() + "@" + c.epoch() + " on " + c.host() + "." + c.incarnation();
            case RegistryCommand.ReportUp c -> "up is " + c.vm() + "@" + c.epoch() + " on " + c.host();
            case RegistryCommand.ReportStopped c -> stopped(c);
            case RegistryCommand.QueueMove c -> queued(c);
            case RegistryCommand.MoveHome c -> bound(c);
            case RegistryCommand.DropMove c -> "drop move " + c.ticket() + " of " + c.vm();
            case RegistryCommand.BeginMigration c -> begun(c);
            case RegistryCommand.CommitMigration c ->
                "commit " + c.migration() + " of " + c.vm() + "@" + c.epoch() + " on " + c.target() + "."
                        + c.incarnation() + (c.owed() ? ", pages owed" : "");
            case RegistryCommand.EndPull c -> "end the pull of " + c.migration() + " of " + c.vm() + "@" + c.epoch();
            case RegistryCommand.BeginCopy c -> "copy " + c.vm() + "@" + c.epoch() + " for " + c.aim();
            case RegistryCommand.CopyEnding c -> copied(c);
            case RegistryCommand.RestoreVm c -> "restore " + c.vm() + "@" + c.epoch() + " to " + c.snapshot();
            case RegistryCommand.OfImage c -> of(c);
            case RegistryCommand.Clear c -> "cleared " + c.gone().size() + " remains";
            case RegistryCommand.DropSnapshot c -> "drop snapshot " + c.snapshot() + " of " + c.vm();
            case RegistryCommand.AbortMigration c -> "abort " + c.migration() + " of " + c.vm() + "@" + c.epoch();
        };
    }

    private static String stopped(RegistryCommand.ReportStopped c) {
        return (c.ended() ? "ended " : "stopped ") + c.vm() + "@" + c.epoch() + " on " + c.host() + "."
                + c.incarnation();
    }

    private static String of(RegistryCommand.OfImage command) {
        return switch (command) {
            case RegistryCommand.SaveImage c -> "save " + c.snapshot() + " of " + c.vm() + " as image " + c.image();
            case RegistryCommand.RemoveImage c -> "remove image " + c.image();
            case RegistryCommand.MakeVm c -> "create " + c.spec().id() + " from image " + c.image();
        };
    }

    private static String assigned(RegistryCommand.Assign c) {
        return "assign " + c.vm() + "@" + c.epoch() + " to " + c.host() + " in term " + c.term();
    }

    private static String ruled(RegistryCommand.RuleGroup c) {
        return "rule of " + c.group() + c.rule().map(rule -> ": " + rule).orElse(": none");
    }

    private static String begun(RegistryCommand.BeginMigration c) {
        return "begin " + c.migration() + " of " + c.vm() + "@" + c.epoch() + " from " + c.source() + " to "
                + c.target();
    }

    private static String lost(RegistryCommand.DeclareLost c) {
        return "declare " + c.node() + "." + c.incarnation() + " lost in term " + c.term() + " by " + c.evidence();
    }

    private static String bound(RegistryCommand.MoveHome c) {
        return "let " + c.vm() + "@" + c.epoch() + (c.restarts() ? " restart on " : " start on ") + c.to();
    }

    private static String queued(RegistryCommand.QueueMove c) {
        return "queue " + c.vm() + "@" + c.epoch()
                + c.to().map(host -> " to " + host).orElse("") + ", " + lower(c.priority());
    }

    private static String copied(RegistryCommand.CopyEnding c) {
        return "copied " + c.copy() + " of " + c.vm()
                + switch (c) {
                    case RegistryCommand.EndCopy e -> "@" + e.epoch() + " on " + e.host() + "." + e.incarnation();
                    case RegistryCommand.EndColdCopy e -> "@" + e.epoch() + " at rest";
                }
                + c.failed().map(why -> ", failed: " + why).orElse("");
    }

    private static String settled(RegistryCommand.SettleRevision c) {
        return "settle " + c.vm() + " revision " + c.revision() + " on " + c.host() + "." + c.incarnation()
                + c.denied().map(why -> ", denied: " + why).orElse("");
    }

    static String of(RegistryAnswer answer) {
        return switch (answer) {
            case RegistryAnswer.Joined(var node, long incarnation) -> "joined " + node + "." + incarnation;
            case RegistryAnswer.Done() -> "done";
            case RegistryAnswer.VmIs(var vm) -> of(vm);
            case RegistryAnswer.Conflict(var vm, var why) -> "conflict: " + why + "; " + of(vm);
            case RegistryAnswer.Refused(var why) -> "refused: " + why;
        };
    }

    static String of(RegistryQuery query) {
        return switch (query) {
            case RegistryQuery.Ping() -> "ping";
            case RegistryQuery.OneVm(var vm) -> "look at " + vm;
            case RegistryQuery.VmsOf(var host) -> "look at " + host;
            case RegistryQuery.Everything() -> "look at everything";
        };
    }

    static String of(RegistryView view) {
        return "as of entry " + view.index() + ": " + of(view.vms());
    }

    private static String of(List<VmRecord> vms) {
        String rest = vms.size() > TOLD ? ", and " + (vms.size() - TOLD) + " more]" : "]";
        return vms.stream().limit(TOLD).map(RegistryWords::of).collect(Collectors.joining(", ", "[", rest));
    }

    private static String of(VmRecord vm) {
        String owner = vm.owner().map(RegistryWords::of).orElse("nowhere");
        String migration = vm.migration().map(m -> ", " + m.id() + " in flight").orElse("");
        String waits =
                vm.queued().map(move -> ", move " + move.ticket() + " waits").orElse("")
                        + vm.home().map(host -> ", to start on " + host).orElse("");
        return vm.id() + "@" + vm.epoch() + " " + owner + " " + lower(vm.desired()) + migration + waits + debt(vm)
                + changes(vm);
    }

    private static String debt(VmRecord vm) {
        return vm.debt()
                .map(debt -> (debt.lost() ? ", lost pages at " : ", lacks pages at ") + debt.host())
                .orElse("");
    }

    /// Nothing, for a VM that nobody ever asked to change.
    private static String changes(VmRecord vm) {
        Changes changes = vm.changes();
        if (changes.equals(Changes.none())) {
            return "";
        }
        return ", revision " + changes.revision() + " " + size(vm.spec())
                + changes.asked().map(asked -> ", asked for " + size(asked)).orElse("")
                + changes.denied()
                        .map(denied -> ", revision " + denied.revision() + " denied")
                        .orElse("")
                + changes.reboot()
                        .map(reboot -> (reboot.done() ? ", rebooted @" : ", to reboot @") + reboot.epoch())
                        .orElse("");
    }

    private static String size(VmSpec spec) {
        return spec.vcpus() + " vcpus " + spec.memory()
                + spec.cpu().affinity().map(cores -> " on cores " + cores).orElse("");
    }

    private static String of(Owner owner) {
        return owner.host() + "." + owner.incarnation() + (owner.running() ? "" : " assigned")
                + (owner.booting() ? " booting" : "");
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
