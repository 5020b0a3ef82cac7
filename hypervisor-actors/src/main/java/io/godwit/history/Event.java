package io.godwit.history;

/// Something that happened. Events are facts: past participles with all that a reader needs, and never a reference.
public sealed interface Event
        permits GuestEvent,
                HostEvent,
                MigrationEvent,
                RegistryEvent,
                PermitEvent,
                ArrayEvent,
                DeviceEvent,
                FleetEvent,
                FaultEvent,
                LedgerEvent {}
