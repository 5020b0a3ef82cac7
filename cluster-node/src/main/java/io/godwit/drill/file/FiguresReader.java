package io.godwit.drill.file;

import io.godwit.drill.Action;
import io.godwit.drill.Objective;
import io.godwit.drill.Objective.Figure;
import io.godwit.drill.Objective.Side;
import io.godwit.drill.file.TimelineSection.Line;
import io.godwit.drill.file.VmsSection.Group;
import io.godwit.guest.WorkloadSpec;
import io.godwit.history.GuestEvent.Misbehaviour;
import io.godwit.unit.EventRate;
import io.godwit.unit.Exact;
import io.godwit.unit.Words;
import java.util.ArrayList;
import java.util.List;

/// Reads what a group must have while a step lets a guest misbehave: `while: {runaway: {cpu: {at-least: 90%}, disk:
/// {at-least: 950/s, at-most: 1100/s}}}`.
final class FiguresReader {

    private static final long SECOND_OF_MILLI_NS = 1_000_000_000_000L;

    private final Movements movements;
    private final WorkloadSpec workload;

    /// @param workload of the group
    FiguresReader(Movements movements, WorkloadSpec workload) {
        this.movements = movements;
        this.workload = workload;
    }

    List<Objective> read(Item steps, Group group) {
        List<Objective> all = new ArrayList<>();
        for (Item.Named named : steps.named()) {
            Action.Misbehave step = step(named);
            var section = named.item().section(Words.all(Figure.class).toArray(String[]::new));
            for (Figure figure : Figure.values()) {
                section.get(Words.of(figure)).ifPresent(item -> {
                    requireBulk(item, figure, group, step);
                    all.addAll(bounds(item, named.name(), figure));
                });
            }
            if (named.item().named().isEmpty()) {
                throw named.item().refused("asks for no figure: add cpu: {at-least: 90%}");
            }
        }
        return all;
    }

    private Action.Misbehave step(Item.Named named) {
        List<String> ids = movements.lines().stream()
                .filter(line -> line.step().action() instanceof Action.Misbehave)
                .map(line -> line.step().id())
                .toList();
        for (Line line : movements.lines()) {
            if (line.step().id().equals(named.name()) && line.step().action() instanceof Action.Misbehave misbehave) {
                return misbehave;
            }
        }
        throw named.refused("no step '" + named.name() + "' lets a guest misbehave: "
                + (ids.isEmpty() ? "add one with do: misbehave" : Nearest.remedy(named.name(), ids)));
    }

    private void requireBulk(Item item, Figure figure, Group group, Action.Misbehave step) {
        Misbehaviour how = step.conduct().how();
        boolean misbehaves = movements.guests().groups(step.vms()).contains(group);
        var devices = workload.devices();
        switch (figure) {
            case CPU, RECEIVED -> {}
            case DISK -> {
                if (devices.block().isEmpty() && !(misbehaves && how == Misbehaviour.DISK)) {
                    throw item.refused("nothing is measured, since the group has no bulk on its disk: add io: {rate:"
                            + " 1000/s} to its workload");
                }
            }
            case SENT -> {
                boolean sends = devices.packets()
                        .filter(load -> load.sent().events() > 0)
                        .isPresent();
                boolean floods = misbehaves && (how == Misbehaviour.FLOOD || how == Misbehaviour.STORM);
                if (!sends && !floods) {
                    throw item.refused("nothing is measured, since the group sends no bulk: add packets: {rate:"
                            + " 1000/s} to its workload");
                }
            }
        }
    }

    private static List<Objective> bounds(Item item, String step, Figure figure) {
        var section = item.section(Words.all(Side.class).toArray(String[]::new));
        List<Objective> bounds = new ArrayList<>();
        for (Side side : Side.values()) {
            section.get(Words.of(side)).ifPresent(limit -> {
                if (side == Side.AT_LEAST && thousandths(limit, figure) == 0) {
                    throw limit.refused("is zero, which everybody has: raise it, or remove it");
                }
                bounds.add(new Objective.While(step, figure, side, thousandths(limit, figure)));
            });
        }
        if (bounds.isEmpty()) {
            throw item.refused("has no bound: write {at-least: " + example(figure) + "}, or at-most");
        }
        if (bounds.size() == 2
                && thousandths(section.get("at-least").orElseThrow(), figure)
                        > thousandths(section.get("at-most").orElseThrow(), figure)) {
            throw item.refused("asks for more at least than at most: no number is both");
        }
        return bounds;
    }

    private static String example(Figure figure) {
        return figure == Figure.CPU ? "90%" : "950/s";
    }

    private static long thousandths(Item limit, Figure figure) {
        if (figure == Figure.CPU) {
            return WorkloadSection.wholePermille(limit);
        }
        EventRate rate = limit.rate();
        return Exact.floorMulDiv(rate.events(), SECOND_OF_MILLI_NS, rate.periodNs());
    }
}
