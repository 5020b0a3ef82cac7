package io.godwit.drill.file;

import io.godwit.guest.WorkloadSpec.FileCache;
import io.godwit.guest.WorkloadSpec.WriteContents;
import io.godwit.unit.EventRate;
import io.godwit.unit.IllegalQuantity;
import io.godwit.unit.MemorySize;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Reads what a group's guests leave in their pages, `zero: 10%` and `common: 30%`, and what they keep of files:
/// `files: 64MiB`, `reads: 500/s`, `file-set: NAME`.
///
/// @param permille reads a share
/// @param page size of a page
record ContentsReader(Section memory, ToIntFunction<Item> permille, MemorySize page) {

    WriteContents contents() {
        try {
            return new WriteContents(share("zero"), share("common"));
        } catch (IllegalQuantity tooMuch) {
            throw memory.refusedAt("common", "and zero are more than all pages: write at most 100% together");
        }
    }

    private int share(String key) {
        return memory.get(key).map(permille::applyAsInt).orElse(0);
    }

    /// @param group whose files they are, unless there is a name
    /// @param workingSet what stands before them in memory
    /// @param all of the VM's memory
    Optional<FileCache> files(String group, MemorySize workingSet, MemorySize all) {
        Optional<Item> size = memory.get("files");
        if (size.isEmpty()) {
            for (String key : new String[] {"reads", "file-set"}) {
                if (memory.get(key).isPresent()) {
                    throw memory.refusedAt(key, "means nothing without files: add files: 64MiB, or remove it");
                }
            }
            return Optional.empty();
        }
        MemorySize files = size.get().memory();
        if (files.bytes() == 0 || files.bytes() % page.bytes() != 0) {
            throw size.get().refused(files + " is no number of pages of " + page + ": write a multiple of that");
        }
        MemorySize both = workingSet.plus(files);
        if (both.compareTo(all) > 0) {
            throw size.get()
                    .refused(files + " and a working set of " + workingSet + " are " + both.minus(all)
                            + " more than the VM's memory of " + all + ": write less of one of them");
        }
        EventRate reads = memory.require("reads", "reads: 500/s").rate();
        return Optional.of(new FileCache(
                files, reads, memory.get("file-set").map(Item::text).orElse(group)));
    }
}
