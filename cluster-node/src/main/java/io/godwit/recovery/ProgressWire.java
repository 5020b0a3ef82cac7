package io.godwit.recovery;

import io.godwit.identity.MigrationId;
import io.godwit.link.WireMessage;
import io.godwit.migration.Migrations;
import io.godwit.migration.Progress;

/// How far a migration is, asked of the node of its source, and how the last ones of a node ended; service [#SERVICE]
/// on each host node. Nobody says how far one is that is not under way there.
public sealed interface ProgressWire extends WireMessage {

    String SERVICE = "progress";

    record Ask(MigrationId migration) implements ProgressWire {}

    record Told(Progress progress) implements ProgressWire {}

    record AskPast() implements ProgressWire {}

    record ToldPast(Migrations.Past past) implements ProgressWire {}
}
