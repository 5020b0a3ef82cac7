package io.godwit.drill.file;

/// What a drill file refers to and does not contain.
public record Surroundings(HostCatalog hosts, TraceFolders traces) {}
