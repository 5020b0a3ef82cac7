package io.godwit.host;

import io.godwit.host.Inspector.Reading;
import io.godwit.memory.MachineMemory;
import io.godwit.memory.MappingMix;
import io.godwit.memory.MappingSize;
import io.godwit.memory.Mappings;
import io.godwit.memory.pressure.ManagedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// How the memory of guests is mapped that asked for more than a page at a time, by slot, and what their translation
/// costs for it. Others cost nothing here. Mutable, its [HostState]'s.
///
/// What a guest's work costs changes when its mappings are split. What it took until then is counted with what it cost
/// then, and kept.
final class MappingBoard {

    private final Engine engine;
    private final MachineMemory machine;
    private final Optional<ManagedMemory> managed;
    private final Map<Integer, Mapped> bySlot = new TreeMap<>();

    /// A guest with large mappings. Mutable.
    private static final class Mapped {

        private final Resident resident;
        private Mappings own;
        private MappingMix mix;
        private Inspector.Past past = Inspector.Past.NONE;

        private Mapped(Resident resident, Mappings own) {
            this.resident = resident;
            this.own = own;
            this.mix = MappingMix.allSmall(own.mix().pages());
        }
    }

    MappingBoard(Engine engine, MachineMemory machine, Optional<ManagedMemory> managed) {
        this.engine = engine;
        this.machine = machine;
        this.managed = managed;
    }

    /// A VM has come, or has another size now. To be followed by [#renew].
    void map(Resident resident) {
        MappingSize asked = engine.mappingOf(resident.spec());
        if (asked != MappingSize.SMALL) {
            Mappings own = new Mappings(machine.framesOf(resident.spec().memory()), asked);
            Mapped known = bySlot.get(resident.slot());
            if (known == null) {
                bySlot.put(resident.slot(), new Mapped(resident, own));
            } else {
                known.own = own;
            }
        }
    }

    void leave(int slot) {
        bySlot.remove(slot);
    }

    /// Empty of a guest that is mapped page by page.
    Optional<Mappings> of(Resident resident) {
        return Optional.ofNullable(bySlot.get(resident.slot())).flatMap(this::of);
    }

    /// Where the host manages memory, that splits what it must; elsewhere only logs do.
    private Optional<Mappings> of(Mapped mapped) {
        return managed.isPresent() ? managed.get().mappings(mapped.resident.id()) : Optional.of(mapped.own);
    }

    /// Brings what guests' work costs up to date.
    ///
    /// @param reading of what a guest took until now
    /// @return those for whom it is something else from now on
    List<Resident> renew(Function<Resident, Reading> reading) {
        List<Resident> changed = new ArrayList<>();
        for (Mapped mapped : bySlot.values()) {
            MappingMix now = of(mapped).map(Mappings::mix).orElse(mapped.mix);
            if (!now.equals(mapped.mix)) {
                Resident resident = mapped.resident;
                mapped.mix = now;
                mapped.past = mapped.past.upTo(reading.apply(resident), resident.burden());
                resident.bear(engine.burdenOf(resident.spec(), now));
                changed.add(resident);
            }
        }
        return changed;
    }

    /// What a guest took before its work cost what it does now.
    Inspector.Past past(Resident resident) {
        return Optional.ofNullable(bySlot.get(resident.slot()))
                .map(mapped -> mapped.past)
                .orElse(Inspector.Past.NONE);
    }
}
