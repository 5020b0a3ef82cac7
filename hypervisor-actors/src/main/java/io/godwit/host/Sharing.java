package io.godwit.host;

/// What guests' bulk has to share with others on its way.
public sealed interface Sharing extends HypervisorCommand permits ShareCard, LinkPart {}
