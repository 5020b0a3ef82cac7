package io.godwit.drill.file;

import io.godwit.image.GuestImage;
import java.util.List;

/// What a drill file refers to and does not contain.
///
/// @param images that VMs may be made from, beside the blank one
public record Surroundings(HostCatalog hosts, List<GuestImage> images, TraceFolders traces) {

    /// Without any image but the blank one.
    public Surroundings(HostCatalog hosts, TraceFolders traces) {
        this(hosts, List.of(), traces);
    }
}
