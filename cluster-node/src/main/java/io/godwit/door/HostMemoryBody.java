package io.godwit.door;

import io.godwit.host.HostMemory;
import io.godwit.memory.pressure.ScannerFigures;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Where the frames of a host went, as a door tells it.
final class HostMemoryBody {

    private HostMemoryBody() {}

    static Map<String, Object> of(HostMemory memory) {
        Map<String, Object> body = Reply.object("host", memory.host().value());
        frames(body, memory.frames());
        HostMemory.Means means = memory.means();
        body.put("managed", means.managed());
        body.put("promisedBytes", means.promised().bytes());
        body.put("promisableBytes", means.promisable().bytes());
        body.put("reservedBytes", means.reserved().bytes());
        body.put("pressure", means.pressure().name().toLowerCase(Locale.ROOT));
        body.put("swappedBytes", means.swapped().bytes());
        body.put("swapBytes", means.swap().bytes());
        body.put("pageBytes", means.pageBytes());
        body.put("scanner", scanner(means.scanner(), means.scannerNanoCores()));
        List<Map<String, Object>> vms = memory.vms().stream()
                .sorted(Comparator.comparing(HostMemory.Vm::vm))
                .map(HostMemoryBody::vm)
                .toList();
        body.put("vms", vms);
        return body;
    }

    private static void frames(Map<String, Object> body, HostMemory.Frames frames) {
        body.put("machineBytes", frames.machine().bytes());
        body.put("reserveBytes", frames.reserve().bytes());
        body.put("ownBytes", frames.own().bytes());
        body.put("overheadBytes", frames.overhead().bytes());
        body.put("imagesBytes", frames.images().bytes());
        body.put("clonesBytes", frames.clones().bytes());
        body.put("sharedBytes", frames.shared().bytes());
        body.put("compressedBytes", frames.compressed().bytes());
        body.put("freeBytes", frames.free().bytes());
    }

    private static Map<String, Object> scanner(ScannerFigures figures, long nanoCores) {
        Map<String, Object> scanner = Reply.object("passes", figures.passes());
        scanner.put("pagesInPass", figures.pagesInPass());
        scanner.put("sharedFrames", figures.sharedFrames());
        scanner.put("savedFrames", figures.savedFrames());
        scanner.put("zeroPages", figures.zeroPages());
        scanner.put("unshared", figures.unshared());
        scanner.put("volatile", figures.volatilePages());
        scanner.put("bookkeepingBytes", figures.bookkeepingBytes());
        scanner.put("nanoCores", nanoCores);
        return scanner;
    }

    private static Map<String, Object> mapped(HostMemory.Mapped by) {
        Map<String, Object> mapped = Reply.object("largeBytes", by.large().bytes());
        mapped.put("hugeBytes", by.huge().bytes());
        Map<String, Object> splits = Reply.object("sharing", by.splits().sharing());
        splits.put("ballooning", by.splits().ballooning());
        splits.put("compression", by.splits().compression());
        splits.put("swap", by.splits().swap());
        splits.put("logging", by.splits().logging());
        mapped.put("splits", splits);
        return mapped;
    }

    private static Map<String, Object> vm(HostMemory.Vm vm) {
        Map<String, Object> view = Reply.object("vm", vm.vm().value());
        view.put("memoryBytes", vm.size().bytes());
        view.put("ownBytes", vm.own().bytes());
        view.put("overheadBytes", vm.overhead().bytes());
        view.put("ofImageBytes", vm.ofImage().bytes());
        view.put("withClonesBytes", vm.withClones().bytes());
        view.put("sharedBytes", vm.shared().bytes());
        view.put("compressedBytes", vm.compressed().bytes());
        view.put("swappedBytes", vm.swapped().bytes());
        view.put("givenUpBytes", vm.givenUp().bytes());
        view.put("balloonBytes", vm.ballooned().bytes());
        view.put("balloonTargetBytes", vm.balloonTarget().bytes());
        view.put("filesBytes", vm.files().bytes());
        view.put("usedPermille", vm.usedPermille());
        view.put("stallNs", vm.stallNs());
        view.put("mapped", mapped(vm.mapped()));
        return view;
    }
}
