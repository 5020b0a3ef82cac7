package io.godwit.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.godwit.guest.WorkloadSpec;
import io.godwit.identity.VmId;
import io.godwit.link.NodeId;
import io.godwit.registry.RegistryCommand.Desired;
import io.godwit.registry.RegistryView;
import io.godwit.registry.VmRecord;
import io.godwit.unit.MemorySize;
import io.godwit.vm.CpuShare;
import io.godwit.vm.VmKind;
import io.godwit.vm.VmSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {

    @Test
    void pagesTogetherHaveEachVmOnce() {
        int count = 2 * Page.VMS + 7;
        List<VmRecord> vms = new ArrayList<>();
        for (int number = count; number > 0; number--) {
            vms.add(vm("vm-" + number));
        }
        RegistryView view = new RegistryView(1, 1, List.of(), List.of(), vms);
        List<VmRecord> seen = new ArrayList<>();
        Page page = Page.of(view, Optional.empty());
        int pages = 1;
        while (page.more()) {
            seen.addAll(page.view().vms());
            page = Page.of(view, Optional.of(seen.getLast().id()));
            pages++;
        }
        var joined = Page.joined(seen, page.shown(new NodeId("h1"), 1));
        assertThat(pages).isEqualTo(3);
        assertThat(joined.more()).isFalse();
        assertThat(joined.view().vms()).hasSize(count).doesNotHaveDuplicates().containsAll(vms);
    }

    @Test
    void aPageThatIsJustFullIsTheLast() {
        List<VmRecord> vms = new ArrayList<>();
        for (int number = 0; number < Page.VMS; number++) {
            vms.add(vm("vm-" + number));
        }
        assertThat(Page.of(new RegistryView(1, 1, List.of(), List.of(), vms), Optional.empty())
                        .more())
                .isFalse();
    }

    private static VmRecord vm(String name) {
        VmSpec spec = new VmSpec(
                new VmId(name),
                "vm",
                1,
                MemorySize.ofGibibytes(1),
                VmKind.FULL,
                CpuShare.byDefault(),
                "blank",
                VmSpec.LOCAL_DISK,
                VmSpec.Care.none(),
                WorkloadSpec.idle());
        return new VmRecord(spec, 0, Optional.empty(), Desired.RUNNING, Optional.empty(), Optional.empty());
    }
}
