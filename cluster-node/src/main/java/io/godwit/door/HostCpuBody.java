package io.godwit.door;

import io.godwit.host.HostCpu;
import io.godwit.host.VmDescription.Queueing;
import io.godwit.host.VmDescription.WakeUps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Who has the cores of a host and who waits, as a door tells it.
final class HostCpuBody {

    private static final int CONFLICT = 409;

    private HostCpuBody() {}

    static Reply of(HostCpu cpu) {
        Map<String, Object> body = head(cpu);
        HostCpu.Machine machine = cpu.machine();
        body.put("sockets", machine.shape().sockets());
        body.put("coresPerSocket", machine.shape().coresPerSocket());
        body.put("threadsPerCore", machine.shape().threadsPerCore());
        body.put("wantedNanoCores", machine.wantedNanoCores());
        body.put("grantedNanoCores", machine.grantedNanoCores());
        body.put("own", own(machine.own()));
        body.put("decisions", machine.decisions());
        body.put("cores", cpu.cores().stream().map(HostCpuBody::core).toList());
        body.put("vms", byName(cpu).stream().map(HostCpuBody::vm).toList());
        return new Reply(200, body);
    }

    /// How long vCPUs that woke waited; refused where nobody waits in a queue.
    static Reply latency(HostCpu cpu) {
        if (!cpu.machine().hasQueues()) {
            return Reply.refused(
                    CONFLICT,
                    cpu.host() + " shares its cores by " + cpu.machine().scheduler()
                            + ", which has no queues and so no waiting times: ask a host under credit or eevdf");
        }
        Map<String, Object> body = head(cpu);
        List<Map<String, Object>> vms = new ArrayList<>();
        for (HostCpu.Vm vm : byName(cpu)) {
            vm.cpu().queueing().map(Queueing::wakeUps).ifPresent(wakes -> vms.add(wakeUps(vm, wakes)));
        }
        body.put("vms", vms);
        return new Reply(200, body);
    }

    private static Map<String, Object> head(HostCpu cpu) {
        Map<String, Object> body = Reply.object("host", cpu.host().value());
        body.put("scheduler", cpu.machine().scheduler());
        return body;
    }

    private static List<HostCpu.Vm> byName(HostCpu cpu) {
        return cpu.vms().stream().sorted(Comparator.comparing(HostCpu.Vm::vm)).toList();
    }

    private static Map<String, Object> own(HostCpu.Own own) {
        Map<String, Object> view = Reply.object("demandNanoCores", own.demandNanoCores());
        view.put("toMoveNanoCores", own.toMoveNanoCores());
        view.put("grantNanoCores", own.grantNanoCores());
        view.put("ranNs", own.ranNs());
        view.put("stealNs", own.stealNs());
        return view;
    }

    private static Map<String, Object> core(HostCpu.Core core) {
        Map<String, Object> view = Reply.object("cpu", core.cpu());
        view.put("core", core.core());
        view.put("socket", core.socket());
        core.runs().ifPresent(vm -> view.put("runs", vm));
        view.put("waiting", core.waiting());
        view.put("busyNs", core.busyNs());
        view.put("stealNs", core.waitedNs());
        view.put("switches", core.switches());
        view.put("wakeUps", core.wakeUps());
        return view;
    }

    private static Map<String, Object> vm(HostCpu.Vm vm) {
        Map<String, Object> view = Reply.object("vm", vm.vm().value());
        view.put("vcpus", vm.vcpus());
        view.put("weight", vm.share().weight());
        view.put("reservationNanoCores", vm.share().reservationNanoCores());
        vm.share().capNanoCores().ifPresent(cap -> view.put("capNanoCores", cap));
        vm.share()
                .affinity()
                .ifPresent(cores ->
                        view.put("cores", cores.stream().map(String::valueOf).collect(Collectors.joining(","))));
        vm.home().ifPresent(socket -> view.put("memorySocket", socket));
        view.put("demandNanoCores", vm.cpu().demandNanoCores());
        view.put("grantNanoCores", vm.cpu().grantNanoCores());
        view.put("ranNs", vm.cpu().ranNs());
        view.put("stealNs", vm.cpu().stealNs());
        vm.cpu().queueing().ifPresent(queueing -> view.put("queueing", queueing(queueing)));
        return view;
    }

    private static Map<String, Object> queueing(Queueing of) {
        Map<String, Object> view = Reply.object("readyNs", of.readyNs());
        view.put("withheldNs", of.withheldNs());
        view.put("stoppedNs", of.stoppedNs());
        view.put("stalledNs", of.stalledNs());
        view.put("spunNs", of.spunNs());
        view.put("switches", of.switches());
        view.put("migrations", of.migrations());
        return view;
    }

    private static Map<String, Object> wakeUps(HostCpu.Vm vm, WakeUps of) {
        Map<String, Object> view = Reply.object("vm", vm.vm().value());
        view.put("wakeUps", of.count());
        view.put("medianNs", of.medianNs());
        view.put("of90Ns", of.of90Ns());
        view.put("of99Ns", of.of99Ns());
        view.put("longestNs", of.longestNs());
        return view;
    }
}
