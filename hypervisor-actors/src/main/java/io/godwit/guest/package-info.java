/// What runs inside a VM: its demand for CPU, the memory it writes, and the ledger that proves what survived.
///
/// All of it is a function of seeds, of time, or of the guest's own work, never of the host: a guest that was moved
/// and its twin that was not have written the same contents to the same pages after the same number of writes.
///
/// The *ledger* has two ends. [LedgerGuest] answers numbered writes once the disk holds them. [LedgerClient] sends
/// them from outside the fleet, repeats what is not answered, and keeps in a [LedgerRecord] what was: the only
/// source of outage, recovery time and loss.
@NullMarked
package io.godwit.guest;

import org.jspecify.annotations.NullMarked;
