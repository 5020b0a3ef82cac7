package io.godwit.lab;

import io.godwit.figure.Bars;
import io.godwit.figure.Caption;
import io.godwit.figure.Figure;
import io.godwit.figure.Grid;
import io.godwit.figure.Lines;
import io.godwit.figure.Measure;
import io.godwit.lab.VirtioLab.Outcome;
import java.util.List;
import java.util.Locale;

/// What the devices of [VirtioLab] show. Emulated ones come first, the bare hardware last.
final class VirtioFindings {

    private VirtioFindings() {}

    /// @param byDepth reads of each disk over how many are in flight
    static Findings of(List<Outcome> disks, List<Lines.Line> byDepth, List<Outcome> cards) {
        return new Findings(
                answer(disks, cards),
                List.of(
                        table("disks", "Disks", "reads", disks),
                        rates("disk-rate", "Random reads", disks),
                        cpu("disk-cpu", "CPU of random reads", disks),
                        depths(byDepth),
                        table("cards", "Network cards", "frames", cards),
                        rates("card-rate", "Frames sent", cards),
                        cpu("card-cpu", "CPU of frames sent", cards)),
                see(disks, cards),
                List.of());
    }

    private static String answer(List<Outcome> disks, List<Outcome> cards) {
        return say(
                "Of the disk, %s gets %.1f thousand reads a second, %s %.1f and the bare machine %.1f; of the network"
                        + " card, %s gets %.0f MB/s, %s %.0f and the bare machine %.0f.",
                disks.getFirst().device(),
                disks.getFirst().thousands(),
                disks.get(1).device(),
                disks.get(1).thousands(),
                disks.getLast().thousands(),
                cards.getFirst().device(),
                cards.getFirst().megabytes(),
                cards.get(3).device(),
                cards.get(3).megabytes(),
                cards.getLast().megabytes());
    }

    private static List<String> see(List<Outcome> disks, List<Outcome> cards) {
        Outcome ide = disks.getFirst();
        Outcome virtio = disks.get(1);
        return List.of(
                say(
                        "An emulated disk takes %.0f exits an operation and one operation at a time; virtio's share"
                                + " their exits, %.2f an operation here.",
                        ide.exits() / ide.thousands() / 1e3, virtio.exits() / virtio.thousands() / 1e3),
                say(
                        "What holds back %s is %s; what holds back %s is %s.",
                        ide.device(), ide.bound(), virtio.device(), virtio.bound()),
                say(
                        "A single read on an idle disk takes %.0f us by %s, %.0f by %s and %.0f on the bare machine:"
                                + " latency is where a device shows even without load.",
                        ide.aloneUs(),
                        ide.device(),
                        virtio.aloneUs(),
                        virtio.device(),
                        disks.getLast().aloneUs()),
                say(
                        "A frame takes %.1f us of the host's CPU by %s, %.1f by %s; by passthrough none, and the VM"
                                + " can't be moved while it runs.",
                        cards.get(1).hostPercent() * 10 / cards.get(1).thousands(),
                        cards.get(1).device(),
                        cards.get(3).hostPercent() * 10 / cards.get(3).thousands(),
                        cards.get(3).device()));
    }

    private static Figure table(String id, String title, String operations, List<Outcome> outcomes) {
        return new Grid(
                new Caption(id, title, "One guest alone, as fast as it can."),
                List.of(
                        Measure.plain("device"),
                        Measure.plain("back-end"),
                        Measure.of(operations, "k/s"),
                        Measure.of("throughput", "MB/s"),
                        Measure.of("one alone", "us"),
                        Measure.of("full queue", "us"),
                        Measure.of("exits", "/s"),
                        Measure.of("guest's CPU", "%"),
                        Measure.of("host's CPU", "%"),
                        Measure.plain("held back by")),
                outcomes.stream()
                        .map(it -> Grid.row(
                                it.device(),
                                it.backEnd(),
                                it.thousands(),
                                it.megabytes(),
                                it.aloneUs(),
                                it.fullUs(),
                                it.exits(),
                                it.guestPercent(),
                                it.hostPercent(),
                                it.bound()))
                        .toList());
    }

    private static Figure depths(List<Lines.Line> byDepth) {
        return Lines.of(
                new Caption(
                        "disk-depth",
                        "Random reads by queue depth",
                        "More reads in flight hide how long each takes, until the back-end's one thread or the disk is"
                                + " used up; IDE holds one."),
                Measure.plain("reads in flight"),
                Measure.of("reads", "k/s"),
                byDepth);
    }

    private static Figure rates(String id, String title, List<Outcome> outcomes) {
        return Bars.single(
                new Caption(id, title, "Thousands a second."),
                Measure.of("rate", "k/s"),
                outcomes.stream()
                        .map(it -> new Bars.Value(it.device(), it.thousands()))
                        .toList());
    }

    private static Figure cpu(String id, String title, List<Outcome> outcomes) {
        return Bars.stacked(
                new Caption(id, title, "Of one core: what the guest pays in exits, and the host in its back-end."),
                Measure.of("CPU", "%"),
                outcomes.stream().map(Outcome::device).toList(),
                List.of(
                        new Bars.Part(
                                "guest",
                                outcomes.stream()
                                        .map(it -> new Bars.Value(it.device(), it.guestPercent()))
                                        .toList()),
                        new Bars.Part(
                                "host",
                                outcomes.stream()
                                        .map(it -> new Bars.Value(it.device(), it.hostPercent()))
                                        .toList())));
    }

    private static String say(String form, Object... numbers) {
        return String.format(Locale.ROOT, form, numbers);
    }
}
