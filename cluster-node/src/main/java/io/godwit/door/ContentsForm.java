package io.godwit.door;

import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import io.godwit.unit.Share;
import java.util.Optional;

/// What guests of a request leave in their pages and keep of files, among the keys of their workload: `"zero": "10%",
/// "common": "30%", "files": "64MiB", "reads": "500/s", "fileSet": "releases"`.
///
/// @param files of what they read; empty: they read none
/// @param fileSet name of the files; empty: the VMs' own name
record ContentsForm(
        WriteContents contents, Optional<MemorySize> files, Optional<EventRate> reads, Optional<String> fileSet) {

    static ContentsForm read(Form workload) {
        int zero = workload.quantity("zero", ContentsForm::permille).orElse(0);
        int common = workload.quantity("common", ContentsForm::permille).orElse(0);
        ContentsForm form = new ContentsForm(
                contents(zero, common),
                workload.quantity("files", MemorySize::parse),
                workload.quantity("reads", EventRate::parse),
                workload.text("fileSet").map(VmForm::name));
        if (form.files.isEmpty() && (form.reads.isPresent() || form.fileSet.isPresent())) {
            throw new Malformed("'workload.files' is missing: write \"files\": \"64MiB\", or remove the other keys");
        }
        if (form.files.isPresent() && form.reads.isEmpty()) {
            throw new Malformed("'workload.reads' is missing: write \"reads\": \"500/s\"");
        }
        return form;
    }

    /// Whether anything is said that needs a working set beside it.
    boolean isEmpty() {
        return files.isEmpty() && contents.equals(WriteContents.unique());
    }

    /// @param own name of the files where the request has none
    /// @param workingSet what stands before them in memory
    /// @param memory of each VM
    Optional<FileCache> cache(String own, MemorySize workingSet, MemorySize memory) {
        return files.map(size -> {
            if (size.bytes() == 0 || size.bytes() % VmForm.PAGE.bytes() != 0) {
                throw new Malformed("'workload.files' of " + size + " is no number of pages of " + VmForm.PAGE
                        + ": write a multiple of that");
            }
            MemorySize both = workingSet.plus(size);
            if (both.compareTo(memory) > 0) {
                throw new Malformed("'workload.files' of " + size + " and a working set of " + workingSet + " are "
                        + both.minus(memory) + " more than the memory of " + memory
                        + ": write less of one of them");
            }
            return new FileCache(size, reads.orElseThrow(), fileSet.orElse(own));
        });
    }

    private static WriteContents contents(int zero, int common) {
        try {
            return new WriteContents(zero, common);
        } catch (IllegalQuantity tooMuch) {
            throw new Malformed(
                    "'workload.zero' and 'workload.common' are more than all pages: write at most 100%" + " together");
        }
    }

    private static int permille(String text) {
        return Share.parse(text).wholePermille();
    }
}
