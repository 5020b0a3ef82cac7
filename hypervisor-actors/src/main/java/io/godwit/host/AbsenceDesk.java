package io.godwit.host;

import io.godwit.guest.Foresight;
import io.godwit.history.GuestEvent.Why;
import io.godwit.host.Transfer.EndPull;
import io.godwit.host.Transfer.InstallState;
import io.godwit.host.Transfer.LoseVm;
import io.godwit.host.Transfer.WatchFaults;
import io.godwit.host.Transfer.WritePages;
import io.godwit.identity.VmId;
import io.godwit.memory.PageBatch;
import io.godwit.memory.PageStore;
import io.godwit.memory.PageWriter;
import io.godwit.vm.GuestState;
import io.godwit.vm.PageWrites;
import io.godwit.vm.Workload;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/// Lets guests run whose pages are not all here yet, and tells whoever fetches them which one a guest waits for. Hosts
/// without such a guest pay nothing for it.
final class AbsenceDesk {

    /// With whom it works.
    record Colleagues(HostState state, Guests guests, LifecycleDesk life) {}

    private final HostState state;
    private final Guests guests;
    private final LifecycleDesk life;
    private final Wires wires;
    private final Map<VmId, Absence> absences = new TreeMap<>();
    private final Map<VmId, ActorRef<Transfer.Answer>> watchers = new TreeMap<>();

    AbsenceDesk(Colleagues colleagues, Wires wires) {
        this.state = colleagues.state();
        this.guests = colleagues.guests();
        this.life = colleagues.life();
        this.wires = wires;
    }

    boolean has(VmId vm) {
        return !absences.isEmpty() && absences.containsKey(vm);
    }

    /// The guest will go on here before its pages have come.
    void begin(Resident resident, InstallState install, Workload workload) {
        if (!install.lacking().isEmpty()) {
            GuestState guest = install.state();
            Optional<Foresight> foresight =
                    workload.memory().map(dirtier -> new Foresight(dirtier, guest.memoryWrites(), guest.workNs()));
            absences.put(
                    resident.id(),
                    new Absence(
                            install.lacking(),
                            resident.memory().pages(),
                            foresight,
                            resident.memory().digest()));
        }
    }

    /// What the guest is to do here, no further than it finds its pages.
    Workload bounded(Resident resident, Workload workload) {
        Absence absence = absences.isEmpty() ? null : absences.get(resident.id());
        return absence == null ? workload : workload.with(workload.terms().bounded(absence.boundNs()));
    }

    void watch(WatchFaults watch) {
        watchers.put(watch.vm(), watch.replyTo());
    }

    /// A guest can't go on without something.
    void stands(Resident resident) {
        Absence absence = absences.get(resident.id());
        if (absence == null) {
            return;
        }
        OptionalLong wanted = absence.stands(wires.now());
        if (wanted.isEmpty()) {
            guests.refit(resident);
        } else {
            Optional.ofNullable(watchers.get(resident.id()))
                    .ifPresent(it -> it.tell(new Transfer.PageWanted(resident.id(), wanted.getAsLong())));
        }
    }

    /// Pages have come for a guest that goes on already.
    void write(Resident resident, WritePages write) {
        Absence absence = absences.get(resident.id());
        PageBatch news = absence.news(write.batch());
        long before = resident.memory().digest();
        state.write(resident, news, wires.now());
        wires.memorySettled();
        OptionalLong waitedNs = absence.arrived(news, resident.memory().digest() - before, wires.now());
        waitedNs.ifPresent(resident::countStall);
        if (waitedNs.isPresent() || absence.size() == 0) {
            guests.refit(resident);
        }
        write.replyTo()
                .tell(new Transfer.PagesWritten(resident.id(), write.batch().size(), absence.size()));
    }

    void end(Resident resident, EndPull end) {
        Absence absence = absences.get(resident.id());
        if (absence == null || absence.size() > 0) {
            end.replyTo().tell(LifecycleDesk.illegal(resident, end));
            return;
        }
        left(resident.id());
        guests.refit(resident);
        end.replyTo().tell(new Transfer.PullEnded(resident.id(), absence.original(), absence.faults()));
    }

    void lose(Resident resident, LoseVm lose) {
        life.fail(resident, Why.MEMORY_LOST);
        lose.replyTo().tell(new Transfer.Released(resident.id(), 0));
    }

    /// The VM is here no more.
    void left(VmId vm) {
        absences.remove(vm);
        watchers.remove(vm);
    }

    /// Accesses of a guest, none of which is to a page that is not here.
    PageWrites checked(Resident resident, PageWrites accesses) {
        Absence absence = absences.isEmpty() ? null : absences.get(resident.id());
        return absence == null ? accesses : memory -> accesses.applyTo(new CheckedStore(memory, absence));
    }

    private record CheckedStore(PageStore memory, Absence absence) implements PageStore {

        @Override
        public long pages() {
            return memory.pages();
        }

        @Override
        public PageWriter writer(long accesses) {
            return new Checked(memory.writer(accesses), absence);
        }
    }

    private record Checked(PageWriter memory, Absence absence) implements PageWriter {

        @Override
        public void write(long page, long content) {
            memory.write(present(page), content);
        }

        @Override
        public void read(long page, long content) {
            memory.read(present(page), content);
        }

        @Override
        public void flush() {
            memory.flush();
        }

        private long present(long page) {
            if (absence.lacks(page)) {
                throw new IllegalStateException("a guest touched page " + page + ", which is not here");
            }
            return page;
        }
    }
}
