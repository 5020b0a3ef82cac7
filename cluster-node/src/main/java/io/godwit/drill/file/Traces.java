package io.godwit.drill.file;

import io.godwit.guest.WorkloadSpec;
import io.godwit.guest.WorkloadSpec.CpuSpec;
import io.godwit.time.Seed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Gives the files of trace folders to VMs: shuffled by the seed, each file to one VM before any is given twice.
final class Traces {

    private final TraceFolders folders;
    private final Map<String, Item> named = new LinkedHashMap<>();
    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final Map<String, Integer> dealt = new LinkedHashMap<>();

    Traces(TraceFolders folders) {
        this.folders = folders;
    }

    /// Reads `traces`: names for folders, so that one `--set traces.NAME=FOLDER` serves many groups.
    void read(Item traces) {
        traces.named().forEach(folder -> named.put(folder.name(), folder.item()));
    }

    /// Demand from a folder, given by its name in `traces` or by its path.
    CpuSpec spec(Item reference) {
        String text = reference.text();
        Item folder = named.getOrDefault(text, reference);
        if (folder.value() instanceof Value.Text(var _, var path) && path.isBlank()) {
            throw folder.refused(
                    "this drill needs a folder of recorded demand: add --set " + folder.path() + "=FOLDER");
        }
        String path = folder.text();
        if (!files.containsKey(path)) {
            files.put(path, list(folder, path));
        }
        return new CpuSpec.Trace(path, "");
    }

    private List<String> list(Item folder, String path) {
        List<String> found = folders.files(path)
                .orElseThrow(() -> folder.refused("the folder '" + path
                        + "' cannot be read: give one that exists with --set " + folder.path() + "=FOLDER"));
        if (found.isEmpty()) {
            throw folder.refused("the folder '" + path + "' has no files: it needs one of recorded demand for each VM");
        }
        return found;
    }

    void shuffle(Seed seed) {
        RandomGenerator random = seed.child("traces").generator();
        files.replaceAll((_, inOrder) -> shuffled(inOrder, random));
    }

    private static List<String> shuffled(List<String> inOrder, RandomGenerator random) {
        List<String> shuffled = new ArrayList<>(inOrder);
        for (int last = shuffled.size() - 1; last > 0; last--) {
            Collections.swap(shuffled, last, random.nextInt(last + 1));
        }
        return shuffled;
    }

    /// The workload of the next VM.
    WorkloadSpec next(WorkloadSpec workload) {
        if (!(workload.cpu() instanceof CpuSpec.Trace(var folder, var _))) {
            return workload;
        }
        List<String> available = files.getOrDefault(folder, List.of());
        int number = dealt.merge(folder, 1, Integer::sum) - 1;
        var trace = new CpuSpec.Trace(folder, available.get(number % available.size()));
        return workload.with(trace);
    }
}
